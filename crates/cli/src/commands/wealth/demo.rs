//! Runs `pecule demo`: adds an invented household to empty books, or removes it.

use pecule_app::config::data_location::DataLocation;
use pecule_app::{Error, Reason};

use crate::cli::Demo;
use crate::commands::shared::at_work;
use crate::error::{Failure, Outcome};
use crate::output;

pub(crate) fn run(place: &DataLocation, asked: &Demo) -> Outcome {
    at_work(place, &asked.at, |member| {
        if asked.remove {
            member.remove_demo().map_err(absent)?;
            output::say("The invented household was removed.");
        } else {
            member.start_demo().map_err(occupied)?;
            output::say("These books now hold an invented household.");
            output::say("To remove it: pecule demo --remove --as NAME");
        }
        Ok(())
    })
}

/// Converts the error for books that are not empty.
fn occupied(error: Error) -> Failure {
    if let Error::Invalid(problems) = &error
        && problems.iter().any(|problem| problem.reason == Reason::Taken)
    {
        return Failure::said(
            "these books are not empty",
            "Nothing was changed. The invented household needs empty books.",
        );
    }
    error.into()
}

/// Converts the error for books without an invented household, which the command never empties.
fn absent(error: Error) -> Failure {
    if matches!(error, Error::NotFound) {
        return Failure::said("these books hold no invented household", "Nothing was changed.");
    }
    error.into()
}
