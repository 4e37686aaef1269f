//! The one place that reads the environment.

use std::path::PathBuf;
use std::str::FromStr;

use crate::error::{Failure, Outcome};

/// What the environment says, and under which name.
pub(super) type Said<T> = Option<(T, &'static str)>;

/// A path.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn path(name: &'static str) -> Said<PathBuf> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some((PathBuf::from(value), name))
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn words(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A value of some kind.
pub(super) fn text<T: FromStr>(name: &'static str) -> Outcome<Said<T>> {
    let Some(words) = words(name) else { return Ok(None) };
    let value = words.parse().map_err(|_bad| unclear(name, &words))?;
    Ok(Some((value, name)))
}

/// A number above none.
pub(super) fn number(name: &'static str) -> Outcome<Said<usize>> {
    match text::<usize>(name)? {
        Some((0, _)) => Err(unclear(name, "0")),
        said => Ok(said),
    }
}

/// Several values, with commas between them.
pub(super) fn list<T: FromStr>(name: &'static str) -> Outcome<Said<Vec<T>>> {
    let Some(words) = words(name) else { return Ok(None) };
    let items = words.split(',').map(str::trim).filter(|item| !item.is_empty());
    let items: Result<Vec<T>, _> =
        items.map(|item| item.parse().map_err(|_bad| unclear(name, item))).collect();
    Ok(Some((items?, name)))
}

/// Yes or no.
pub(super) fn yes(name: &'static str) -> Outcome<Said<bool>> {
    let Some(words) = words(name) else { return Ok(None) };
    match words.as_str() {
        "1" | "yes" | "true" => Ok(Some((true, name))),
        "0" | "no" | "false" => Ok(Some((false, name))),
        other => Err(unclear(name, other)),
    }
}

fn unclear(name: &str, words: &str) -> Failure {
    Failure::Usage(format!("{name}: {words:?} is not understood"))
}
