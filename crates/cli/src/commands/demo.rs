//! `pecule demo`: an invented household to look around in, and its removal.

use pecule_app::installation::Place;

use super::at_work;
use crate::cli::Demo;
use crate::error::Outcome;
use crate::out;

pub(crate) fn run(place: &Place, asked: &Demo) -> Outcome {
    at_work(place, &asked.who, |member| {
        if asked.remove {
            member.remove_demo()?;
            out::say("The invented household is removed.");
        } else {
            member.start_demo()?;
            out::say(
                "These books now hold an invented household. Remove it with: pecule demo --remove",
            );
        }
        Ok(())
    })
}
