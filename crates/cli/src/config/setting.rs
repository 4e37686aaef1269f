//! Represents a setting as a value with its source.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use serde::Serialize;

use crate::config::environment::EnvValue;

/// The source of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    Flag,
    Environment(&'static str),
    File,
    Found(&'static str),
    Default,
}

/// A value with its source.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    from: From,
}

/// A setting for display. No setting holds a secret.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// The key in the configuration file.
    pub(crate) name: &'static str,
    /// `None` where the setting has no value.
    pub(crate) value: Option<String>,
    /// `flag`, `environment: NAME`, `file`, `default`, or the provider of a mounted key.
    pub(crate) from: String,
}

impl<T> Setting<T> {
    /// Makes a setting from its default.
    pub(super) const fn by_default(value: T) -> Self {
        Self { value, from: From::Default }
    }

    /// Returns the first value among flag, environment and file.
    pub(super) fn among(flag: Option<T>, said: EnvValue<T>, file: Option<T>) -> Option<Self> {
        if let Some(value) = flag {
            return Some(Self { value, from: From::Flag });
        }
        if let Some((value, name)) = said {
            return Some(Self { value, from: From::Environment(name) });
        }
        file.map(|value| Self { value, from: From::File })
    }

    /// Returns the first value among flag, environment and file, else the default.
    pub(super) fn or(flag: Option<T>, said: EnvValue<T>, file: Option<T>, default: T) -> Self {
        Self::among(flag, said, file).unwrap_or(Self::by_default(default))
    }
}

impl<T> Setting<Option<T>> {
    /// Returns the first value among flag, environment and file, else `None` as the default.
    pub(super) fn perhaps(flag: Option<T>, said: EnvValue<T>, file: Option<T>) -> Self {
        match Setting::among(flag, said, file) {
            Some(Setting { value, from }) => Self { value: Some(value), from },
            None => Self::by_default(None),
        }
    }

    /// Uses a value found at a well-known place, unless the setting has a value already.
    pub(super) fn or_found(self, found: Option<(T, &'static str)>) -> Self {
        match found {
            Some((value, who)) if self.value.is_none() => {
                Self { value: Some(value), from: From::Found(who) }
            }
            Some(_) | None => self,
        }
    }
}

impl<T: SettingView> Setting<T> {
    /// Returns the setting as a row for display.
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

/// A value that can be displayed.
pub(crate) trait SettingView {
    /// Formats the value; `None` where there is no value.
    fn shown(&self) -> Option<String>;
}

impl SettingView for PathBuf {
    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl SettingView for bool {
    fn shown(&self) -> Option<String> {
        Some(if *self { "yes" } else { "no" }.to_owned())
    }
}

impl SettingView for String {
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl SettingView for SocketAddr {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl SettingView for IpAddr {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl SettingView for u16 {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl SettingView for u32 {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl SettingView for usize {
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: SettingView> SettingView for Option<T> {
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(SettingView::shown)
    }
}

impl<T: Display> SettingView for Vec<T> {
    fn shown(&self) -> Option<String> {
        let all: Vec<String> = self.iter().map(ToString::to_string).collect();
        Some(all.join(", ")).filter(|all| !all.is_empty())
    }
}
