//! The invented household: put into empty books, and taken out again in one go.

use axum::response::Response;
use pecule_app::Member;

use crate::request::visit::{Outcome, Visit};
use crate::view::navigation::Place;

/// Puts the invented household into empty books.
pub async fn start(visit: Visit) -> Response {
    let work = |member: &Member<'_>, _| {
        member.start_demo()?;
        Ok(Outcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Place::Home), work).await
}

/// Takes it out, with everything that was added to it.
pub async fn remove(visit: Visit) -> Response {
    let work = |member: &Member<'_>, _| {
        member.remove_demo()?;
        Ok(Outcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Place::Home), work).await
}
