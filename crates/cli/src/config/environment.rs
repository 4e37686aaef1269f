//! Reads environment variables, for the whole program. An empty variable counts as unset.

use std::path::PathBuf;
use std::str::FromStr;

use crate::error::{Failure, Outcome};

/// The value of an environment variable, with the variable's name.
pub(super) type EnvValue<T> = Option<(T, &'static str)>;

/// Reads a path.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn path(name: &'static str) -> EnvValue<PathBuf> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some((PathBuf::from(value), name))
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn words(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Parses a variable. Fails where its text is not a value of the type.
pub(super) fn text<T: FromStr>(name: &'static str) -> Outcome<EnvValue<T>> {
    let Some(words) = words(name) else { return Ok(None) };
    let value = words.parse().map_err(|_bad| unclear(name, &words))?;
    Ok(Some((value, name)))
}

/// Parses a number of at least 1.
pub(super) fn number(name: &'static str) -> Outcome<EnvValue<usize>> {
    match text::<usize>(name)? {
        Some((0, _)) => Err(unclear(name, "0")),
        said => Ok(said),
    }
}

/// Parses values separated by commas.
pub(super) fn list<T: FromStr>(name: &'static str) -> Outcome<EnvValue<Vec<T>>> {
    let Some(words) = words(name) else { return Ok(None) };
    let items = words.split(',').map(str::trim).filter(|item| !item.is_empty());
    let items: Result<Vec<T>, _> =
        items.map(|item| item.parse().map_err(|_bad| unclear(name, item))).collect();
    Ok(Some((items?, name)))
}

/// Parses `1`, `yes`, `true`, `0`, `no` or `false`.
pub(super) fn yes(name: &'static str) -> Outcome<EnvValue<bool>> {
    let Some(words) = words(name) else { return Ok(None) };
    match words.as_str() {
        "1" | "yes" | "true" => Ok(Some((true, name))),
        "0" | "no" | "false" => Ok(Some((false, name))),
        other => Err(unclear(name, other)),
    }
}

fn unclear(name: &str, words: &str) -> Failure {
    Failure::Usage(format!("{name}: {words:?} is not a valid value"))
}
