//! Adds the demo household to empty books, and removes it as a whole.

use axum::response::Response;
use pecule_app::Member;

use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;

/// Adds the demo household.
pub async fn start(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, _| {
        member.start_demo()?;
        Ok(FormOutcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Screen::Home), work).await
}

/// Removes the demo household with everything added to it.
pub async fn remove(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, _| {
        member.remove_demo()?;
        Ok(FormOutcome::Done("/".into()))
    };
    visit.act("nav-home", Some(Screen::Home), work).await
}
