//! Runs `pecule status`: prints whether keys exist, and the number of people, for scripts.

use pecule_app::config::data_location::DataLocation;

use crate::error::Outcome;
use crate::{config, output};

pub(crate) fn run(place: &DataLocation, json: bool) -> Outcome {
    let status = place.status(config::clock())?;
    if json {
        return output::json(&status);
    }
    output::say(&format!("keys: {}", if status.keys { "yes" } else { "no" }));
    let people = status.people.map_or_else(|| "unknown".to_owned(), |people| people.to_string());
    output::say(&format!("people: {people}"));
    Ok(())
}
