//! One thing that is set, and by whom.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use serde::Serialize;

use crate::config::environment::Said;

/// Who set something.
#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    Flag,
    Environment(&'static str),
    File,
    Found(&'static str),
    Default,
}

/// A value, and who set it.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    from: From,
}

/// A setting as it is shown; nothing secret is ever one.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// Its name, as in the file.
    pub(crate) name: &'static str,
    /// Its value, where it has one.
    pub(crate) value: Option<String>,
    /// Who set it.
    pub(crate) from: String,
}

impl<T> Setting<T> {
    /// What nobody set.
    pub(super) const fn by_default(value: T) -> Self {
        Self { value, from: From::Default }
    }

    /// The first that somebody set.
    pub(super) fn among(flag: Option<T>, said: Said<T>, file: Option<T>) -> Option<Self> {
        if let Some(value) = flag {
            return Some(Self { value, from: From::Flag });
        }
        if let Some((value, name)) = said {
            return Some(Self { value, from: From::Environment(name) });
        }
        file.map(|value| Self { value, from: From::File })
    }

    /// The first that somebody set, else the default.
    pub(super) fn or(flag: Option<T>, said: Said<T>, file: Option<T>, default: T) -> Self {
        Self::among(flag, said, file).unwrap_or(Self::by_default(default))
    }
}

impl<T> Setting<Option<T>> {
    /// The first that somebody set, else nothing.
    pub(super) fn perhaps(flag: Option<T>, said: Said<T>, file: Option<T>) -> Self {
        match Setting::among(flag, said, file) {
            Some(Setting { value, from }) => Self { value: Some(value), from },
            None => Self::by_default(None),
        }
    }

    /// What was found where somebody else puts it, unless it was set.
    pub(super) fn or_found(self, found: Option<(T, &'static str)>) -> Self {
        match found {
            Some((value, who)) if self.value.is_none() => {
                Self { value: Some(value), from: From::Found(who) }
            }
            Some(_) | None => self,
        }
    }
}

impl<T: Shown> Setting<T> {
    /// The setting, to be shown.
    pub(super) fn row(&self, name: &'static str) -> Row {
        let from = match &self.from {
            From::Flag => "flag".to_owned(),
            From::Environment(name) => format!("environment: {name}"),
            From::File => "file".to_owned(),
            From::Found(who) => (*who).to_owned(),
            From::Default => "default".to_owned(),
        };
        Row { name, value: self.value.shown(), from }
    }
}

/// A value that can be shown.
pub(crate) trait Shown {
    /// It, as it is shown; nothing for what is not there.
    fn shown(&self) -> Option<String>;
}

impl Shown for PathBuf {
    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl Shown for bool {
    fn shown(&self) -> Option<String> {
        Some(if *self { "yes" } else { "no" }.to_owned())
    }
}

impl Shown for String {
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Shown for SocketAddr {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Shown for IpAddr {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Shown for u16 {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Shown for u32 {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Shown for usize {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(Shown::shown)
    }
}

impl<T: Display> Shown for Vec<T> {
    fn shown(&self) -> Option<String> {
        let all: Vec<String> = self.iter().map(ToString::to_string).collect();
        Some(all.join(", ")).filter(|all| !all.is_empty())
    }
}
