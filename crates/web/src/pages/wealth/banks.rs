//! Adds, renames and removes banks.

use axum::extract::Path;
use axum::response::Response;
use pecule_app::wealth::banks::{BankForm, BankLine};
use pecule_app::{Member, Result};
use pecule_domain::id::BankId;

use crate::pages::form::record::{Group, RecordForm, Removal, Trouble, kept};
use crate::request::form::Form;
use crate::request::visit::{Outcome, Visit};
use crate::view::field::Field;
use crate::view::navigation::Place;
use crate::view::page::Page;

const HERE: Option<Place> = Some(Place::Wealth);

/// Shows the form of a new bank.
pub async fn new(visit: Visit) -> Response {
    let draw = |_: &Member<'_>, page| Ok(form_of(page, None, &Form::default(), &Trouble::None));
    visit.show("record-bank-new", HERE, draw).await
}

/// Adds a bank.
pub async fn add(visit: Visit, form: Form) -> Response {
    visit
        .act("record-bank-new", HERE, move |member, page| match member.add_bank(&sent(&form)) {
            Ok(_) => Ok(Outcome::Done("/wealth".to_owned())),
            Err(error) => Outcome::again(&form_of(page, None, &form, &Trouble::of(error)?)),
        })
        .await
}

/// Shows the form of a bank.
pub async fn edit(visit: Visit, Path(id): Path<BankId>) -> Response {
    visit
        .show("record-bank", HERE, move |member, page| {
            present(member, page, id, None, &Trouble::None)
        })
        .await
}

/// Changes a bank.
pub async fn save(visit: Visit, Path(id): Path<BankId>, form: Form) -> Response {
    visit
        .act("record-bank", HERE, move |member, page| match member.edit_bank(id, &sent(&form)) {
            Ok(_) => Ok(Outcome::Done("/wealth".to_owned())),
            Err(error) => {
                Outcome::again(&present(member, page, id, Some(&form), &Trouble::of(error)?)?)
            }
        })
        .await
}

/// Removes a bank without accounts; otherwise lists the accounts.
pub async fn remove(visit: Visit, Path(id): Path<BankId>) -> Response {
    visit
        .act("record-bank", HERE, move |member, page| match member.remove_bank(id) {
            Ok(()) => Ok(Outcome::Done("/wealth".to_owned())),
            Err(error) => Outcome::again(&present(member, page, id, None, &Trouble::of(error)?)?),
        })
        .await
}

fn sent(form: &Form) -> BankForm {
    BankForm {
        name: form.text("name").to_owned(),
        notes: form.text("notes").to_owned(),
        version: form.version(),
    }
}

fn present(
    member: &Member<'_>,
    page: Page,
    id: BankId,
    form: Option<&Form>,
    trouble: &Trouble,
) -> Result<RecordForm> {
    let bank = member.bank(id)?;
    let known = kept(&[
        ("name", bank.name.clone()),
        ("notes", bank.notes.clone()),
        ("version", bank.version.to_string()),
    ]);
    Ok(form_of(page, Some((&bank, &known)), form.unwrap_or(&known), trouble))
}

fn form_of(
    page: Page,
    bank: Option<(&BankLine, &Form)>,
    form: &Form,
    trouble: &Trouble,
) -> RecordForm {
    let name = Field::text("name", page.t("record-bank-name")).required().value(form.text("name"));
    let notes = Field::area("notes", page.t("record-notes")).value(form.text("notes"));
    let groups = vec![Group::plain(vec![vec![name.focused()], vec![notes]])];
    let action =
        bank.map_or_else(|| "/banks".to_owned(), |(bank, _)| format!("/banks/{}", bank.id));
    let removal = bank.map(|(bank, _)| Removal {
        title: page.t("record-bank-remove"),
        text: page.t("record-bank-remove-text"),
        action: format!("/banks/{}/remove", bank.id),
        refused: trouble.refusal(&page),
    });
    let steps = vec![(page.t("nav-wealth"), "/wealth".to_owned())];
    let drawn =
        RecordForm::new(page, action, groups).with(trouble, form, bank.map(|(_, known)| known));
    RecordForm { steps, removal, ..drawn }
}
