//! Adds the demo household to empty books, and removes it as a whole.

use axum::response::Response;
use pecule_app::Member;

use crate::request::visit::{Outcome, Visit};
use crate::view::navigation::Place;

/// Adds the demo household.
pub async fn start(visit: Visit) -> Response {
    let work = |member: &Member<'_>, _| {
        member.start_demo()?;
        Ok(Outcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Place::Home), work).await
}

/// Removes the demo household with everything added to it.
pub async fn remove(visit: Visit) -> Response {
    let work = |member: &Member<'_>, _| {
        member.remove_demo()?;
        Ok(Outcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Place::Home), work).await
}
