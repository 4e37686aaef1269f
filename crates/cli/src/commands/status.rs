//! `pecule status`: what there is in the folder; scripts read it.

use pecule_app::installation::Place;

use crate::error::Outcome;
use crate::{config, out};

pub(crate) fn run(place: &Place, json: bool) -> Outcome {
    let status = place.status(config::clock())?;
    if json {
        return out::json(&status);
    }
    out::say(&format!("keys: {}", if status.keys { "yes" } else { "no" }));
    out::say(&format!("people: {}", status.people));
    Ok(())
}
