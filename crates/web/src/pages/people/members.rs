//! Manages the people and invitations of the household. Never reads books.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use jiff::Timestamp;
use pecule_app::people::invitations::{InvitationState, InvitationView};
use pecule_app::people::list::PersonView;
use pecule_app::people::removal::RemovalImpact;
use pecule_app::people::removal_notice::RemovalNotice;
use pecule_app::{Admin, Error, Reason, Result};
use pecule_domain::id::{InvitationId, PersonId};

use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::page::Page;

/// Maximum number of people in a household.
const ROOM: usize = 5;

#[derive(Template)]
#[template(path = "people/household.html")]
struct MembersPage {
    page: Page,
    people: Vec<PersonView>,
    invitations: Vec<InvitationView>,
    has_room: bool,
    demands_second_factor: bool,
    /// Link of a new invitation, shown once.
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct ShowPerson {
    page: Page,
    who: PersonView,
    /// Impact of the removal, and the removal notice.
    removal: RemovalImpact,
    confirm: Field,
    /// Error message if the person is removed without an offer to export.
    without_error: Option<String>,
}

/// Action on a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MemberAction {
    Disable,
    Enable,
    MakeAdmin,
    UnmakeAdmin,
    HandOver,
    ResetSecondFactor,
    Remove,
    AnnounceRemoval,
    WithdrawRemoval,
}

impl MembersPage {
    fn new(admin: Admin<'_>, page: Page, link: Option<String>) -> Result<Self> {
        let people = admin.people()?;
        let mut invitations = admin.invitations()?;
        invitations.retain(|line| line.state != InvitationState::Used);
        let demands_second_factor = admin.person().second_factor_is_required()?;
        let has_room = people.len() < ROOM;
        Ok(Self { page, people, invitations, has_room, demands_second_factor, link })
    }

    fn sizes(&self, who: &PersonView) -> String {
        sizes(&self.page, who)
    }

    fn taken(&self) -> String {
        let (taken, room) = (count(self.people.len()), count(ROOM));
        self.page.t_args("household-places", &[("taken", taken.into()), ("room", room.into())])
    }
}

impl ShowPerson {
    fn sizes(&self) -> String {
        sizes(&self.page, &self.who)
    }

    /// Describes the losses, and how long a backup still holds the data.
    fn losses(&self, removal: &RemovalImpact) -> Vec<String> {
        let mut losses = losses(&self.page, removal);
        losses.push(match &removal.last_backup_until {
            Some(until) => self.page.t_with("household-lost-until", "day", self.page.day_of(until)),
            None => self.page.t("household-lost-no-backup"),
        });
        losses
    }

    /// Describes the progress of a removal notice.
    fn came_of(&self, departure: &RemovalNotice) -> Vec<String> {
        let RemovalNotice { announced_at, seen_at, taken_at, ready_at } = departure;
        let steps = [
            ("removal-announced-on", "", Some(announced_at)),
            ("removal-seen-on", "removal-unseen", seen_at.as_ref()),
            ("removal-taken-on", "removal-not-taken", taken_at.as_ref()),
            ("removal-ready-on", "removal-not-ready", ready_at.as_ref()),
        ];
        let said = |(done, missing, at): (&str, &str, Option<&Timestamp>)| match at {
            Some(at) => self.page.t_with(done, "moment", self.page.moment(at)),
            None => self.page.t(missing),
        };
        steps.into_iter().map(said).collect()
    }

    fn new(admin: Admin<'_>, page: Page, who: PersonView, faults: &FieldErrors) -> Result<Self> {
        let label = page.t_with("household-remove-confirm", "name", who.name.as_str());
        let confirm = Field::text("confirm", label).required().error(faults.on("confirm"));
        let removal = admin.removal(who.id)?;
        Ok(Self { page, who, removal, confirm, without_error: faults.on("without-export") })
    }
}

/// Describes the losses as counts and sizes; never the contents of books.
pub(crate) fn losses(page: &Page, removal: &RemovalImpact) -> Vec<String> {
    let size = page.size(removal.lost_bytes);
    let lost = [("books", count(removal.lost).into()), ("size", size.into())];
    let mut losses = vec![page.t_args("household-lost", &lost)];
    for (key, books) in
        [("household-ownerless", removal.ownerless), ("household-shared", removal.shared)]
    {
        if books > 0 {
            losses.push(page.t_with(key, "books", count(books)));
        }
    }
    losses
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Describes the number and size of a person's books.
fn sizes(page: &Page, who: &PersonView) -> String {
    let size = page.size(who.bytes);
    let books = count(who.books);
    page.t_args("household-books", &[("books", books.into()), ("size", size.into())])
}

/// Shows the people and invitations.
pub async fn show(visit: SignedIn) -> Response {
    let work =
        |admin: Admin<'_>, page: Page| FormOutcome::part(&MembersPage::new(admin, page, None)?);
    visit.administer("household-title", work).await
}

/// Creates an invitation and shows its link once.
pub async fn invite(visit: SignedIn, headers: HeaderMap) -> Response {
    let origin = origin(&headers);
    let work = move |admin: Admin<'_>, page: Page| {
        let token = admin.invite()?.token;
        let link = format!("{origin}/invitation?token={}", token.as_str());
        FormOutcome::part(&MembersPage::new(admin, page, Some(link))?)
    };
    visit.administer("household-title", work).await
}

/// Withdraws an invitation.
pub async fn withdraw(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |admin: Admin<'_>, _page: Page| {
        admin.withdraw(id.parse::<InvitationId>().map_err(|_bad| Error::NotFound)?)?;
        Ok(FormOutcome::Go("/household".to_owned()))
    };
    visit.administer("household-title", work).await
}

/// Shows the actions on a person with their consequences.
pub async fn person(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| {
        let who = admin.someone(person_id(&id)?)?;
        page.title.clone_from(&who.name);
        FormOutcome::part(&ShowPerson::new(admin, page, who, &FieldErrors::default())?)
    };
    visit.administer("household-title", work).await
}

/// Disables a person.
pub async fn disable(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::Disable, form).await
}

/// Enables a person.
pub async fn enable(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::Enable, form).await
}

/// Makes a person an administrator.
pub async fn make_admin(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::MakeAdmin, form).await
}

/// Makes an administrator a member.
pub async fn unmake_admin(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::UnmakeAdmin, form).await
}

/// Hands the administration over to a person.
pub async fn hand_over(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::HandOver, form).await
}

/// Removes the second factor of a person.
pub async fn reset_second_factor(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::ResetSecondFactor, form).await
}

/// Removes a person.
pub async fn remove(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::Remove, form).await
}

/// Announces the removal of a person.
pub async fn announce_removal(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::AnnounceRemoval, form).await
}

/// Withdraws a removal notice.
pub async fn withdraw_removal(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    run(visit, id, MemberAction::WithdrawRemoval, form).await
}

/// Performs an action on a person.
async fn run(visit: SignedIn, id: String, action: MemberAction, form: Form) -> Response {
    let work = move |admin: Admin<'_>, mut page: Page| {
        let who = admin.someone(person_id(&id)?)?;
        if action == MemberAction::Remove
            && let Some(field) = unconfirmed(admin, &who, &form)?
        {
            let problem = Error::invalid(field, Reason::DoesNotMatch);
            let Error::Invalid(problems) = problem else { return Err(problem) };
            page.title.clone_from(&who.name);
            let faults = FieldErrors::of(&problems, page.lang);
            return FormOutcome::again(&ShowPerson::new(admin, page, who, &faults)?);
        }
        Ok(FormOutcome::Go(perform(admin, action, who.id, who.oneself)?))
    };
    visit.administer("household-title", work).await
}

/// Returns the missing confirmation of a removal: the typed name, or the waived export.
fn unconfirmed(admin: Admin<'_>, who: &PersonView, form: &Form) -> Result<Option<&'static str>> {
    if form.text("confirm").trim() != who.name {
        return Ok(Some("confirm"));
    }
    let asks = who.disabled_at.is_some() && admin.removal(who.id)?.was_not_offered();
    Ok((asks && !form.is_ticked("without-export")).then_some("without-export"))
}

/// Performs an action and returns the page to redirect to.
fn perform(admin: Admin<'_>, action: MemberAction, id: PersonId, oneself: bool) -> Result<String> {
    match action {
        MemberAction::Disable => admin.disable(id)?,
        MemberAction::Enable => admin.enable(id)?,
        MemberAction::MakeAdmin => admin.make_admin(id)?,
        MemberAction::UnmakeAdmin => admin.unmake_admin(id)?,
        MemberAction::HandOver => admin.hand_over(id)?,
        MemberAction::ResetSecondFactor => admin.reset_second_factor(id)?,
        MemberAction::Remove => admin.remove(id)?,
        MemberAction::AnnounceRemoval => admin.announce_removal(id)?,
        MemberAction::WithdrawRemoval => admin.withdraw_removal(id)?,
    }
    if matches!(action, MemberAction::AnnounceRemoval | MemberAction::WithdrawRemoval) {
        return Ok(format!("/household/people/{id}"));
    }
    // A former administrator no longer has access to the household's pages.
    let leaves =
        action == MemberAction::HandOver || (oneself && action == MemberAction::UnmakeAdmin);
    Ok(if leaves { "/" } else { "/household" }.to_owned())
}

fn person_id(text: &str) -> Result<PersonId> {
    text.parse().map_err(|_bad| Error::NotFound)
}

/// Returns scheme and host of this request, for a link sent to another person.
fn origin(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let scheme = if text(header::ORIGIN).starts_with("https://") { "https" } else { "http" };
    format!("{scheme}://{}", text(header::HOST))
}
