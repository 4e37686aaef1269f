//! Handles the forms on the page of an asset (prices, notes, tasks).

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use pecule_app::wealth::notes::NoteInput;
use pecule_app::wealth::prices::QuoteInput;
use pecule_app::wealth::tasks::TaskInput;
use pecule_app::{Error, Member, Reason, Result};
use pecule_domain::id::{AssetId, NoteId, TaskId};
use pecule_domain::market::price::PriceUnit;

use crate::pages::form::record::number_in;
use crate::pages::wealth::assets::form::named;
use crate::pages::wealth::assets::sheet::{AssetSheetPage, AssetSheetQuery};
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Changes something about an asset, then redirects to its page, or shows the page with error
/// messages.
async fn beside(
    visit: SignedIn,
    (id, part): (String, &'static str),
    form: Form,
    work: impl FnOnce(&Member<'_>, AssetId, &Form) -> Result<()> + Send + 'static,
) -> Response {
    visit
        .act("asset", Some(Screen::Wealth), move |member, page| {
            let id = named(&id)?;
            member.asset(id)?;
            match work(member, id, &form) {
                Ok(()) => Ok(FormOutcome::Done(format!("/assets/{id}"))),
                Err(error) => again(member, page, (id, part), &form, error),
            }
        })
        .await
}

fn again(
    member: &Member<'_>,
    page: Page,
    (id, part): (AssetId, &str),
    form: &Form,
    error: Error,
) -> Result<FormOutcome> {
    let Error::Invalid(problems) = error else { return Err(error) };
    let faults = FieldErrors::of(&problems, page.lang);
    // Text typed over an existing note must not appear in the form of a new one.
    let empty = Form::default();
    let typed = if part == "note" { &empty } else { form };
    FormOutcome::again(&AssetSheetPage::new(
        member,
        page,
        id,
        &AssetSheetQuery::default(),
        (typed, &faults),
    )?)
}

/// Records a price.
pub async fn state_price(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    let lang = visit.lang;
    beside(visit, (id, "price"), form, move |member, id, form| {
        let missing = || Error::invalid("price", Reason::Required);
        let price = number_in(lang, form, "price")?.ok_or_else(missing)?;
        let unit = form.find("unit").map(str::parse::<PriceUnit>).transpose();
        let unit = unit.map_err(|_bad| Error::invalid("unit", Reason::UnknownCurrency))?;
        let quote = QuoteInput { on: form.find_day("on")?, price, unit };
        member.record_price(id, &quote).map(drop)
    })
    .await
}

/// Removes the price of a day.
pub async fn remove_price(
    visit: SignedIn,
    Path((id, day)): Path<(String, String)>,
    form: Form,
) -> Response {
    beside(visit, (id, "price"), form, move |member, id, _| {
        let day: Date = day.parse().map_err(|_no_day| Error::NotFound)?;
        member.remove_price(id, day)
    })
    .await
}

/// Adds a note.
pub async fn add_note(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    beside(visit, (id, "new-note"), form, |member, id, form| {
        let note = NoteInput { asset: Some(id), text: form.text("text").to_owned() };
        member.add_note(&note).map(drop)
    })
    .await
}

/// Changes a note.
pub async fn edit_note(
    visit: SignedIn,
    Path((id, note)): Path<(String, String)>,
    form: Form,
) -> Response {
    beside(visit, (id, "note"), form, move |member, id, form| {
        let known = note_of(member, id, &note)?;
        let text = form.text("text").to_owned();
        member.edit_note(known, &NoteInput { asset: Some(id), text }).map(drop)
    })
    .await
}

/// Removes a note.
pub async fn remove_note(
    visit: SignedIn,
    Path((id, note)): Path<(String, String)>,
    form: Form,
) -> Response {
    beside(visit, (id, "note"), form, move |member, id, _| {
        member.remove_note(note_of(member, id, &note)?)
    })
    .await
}

/// Returns the note if it belongs to this asset.
fn note_of(member: &Member<'_>, id: AssetId, note: &str) -> Result<NoteId> {
    let wanted: NoteId = named(note)?;
    let known = member.notes_of(id)?.into_iter().find(|known| known.id == wanted);
    known.map(|known| known.id).ok_or(Error::NotFound)
}

/// Adds a task about the asset.
pub async fn add_task(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    beside(visit, (id, "task"), form, |member, id, form| {
        let task = TaskInput {
            title: form.text("title").to_owned(),
            asset: Some(id),
            due_on: form.find_day("due_on")?,
            ..TaskInput::default()
        };
        member.add_task(&task).map(drop)
    })
    .await
}

/// Marks a task about the asset as done or as open again.
pub async fn complete_task(
    visit: SignedIn,
    Path((id, task)): Path<(String, String)>,
    form: Form,
) -> Response {
    beside(visit, (id, "tick"), form, move |member, id, form| {
        let wanted: TaskId = named(&task)?;
        let known = member.task(wanted)?;
        if known.asset != Some(id) {
            return Err(Error::NotFound);
        }
        member.complete_task(wanted, form.is_ticked("done")).map(drop)
    })
    .await
}
