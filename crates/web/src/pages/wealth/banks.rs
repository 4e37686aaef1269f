//! Adds, renames and removes banks.

use axum::extract::Path;
use axum::response::Response;
use pecule_app::wealth::banks::{BankInput, BankView};
use pecule_app::{Member, Result};
use pecule_domain::id::BankId;

use crate::pages::form::record::{FormError, Group, RecordForm, Removal, kept};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::Field;
use crate::view::navigation::Screen;
use crate::view::page::Page;

const HERE: Option<Screen> = Some(Screen::Wealth);

/// Shows the form of a new bank.
pub async fn new(visit: SignedIn) -> Response {
    let draw = |_: &Member<'_>, page| Ok(form_of(page, None, &Form::default(), &FormError::None));
    visit.show("record-bank-new", HERE, draw).await
}

/// Adds a bank.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    visit
        .act("record-bank-new", HERE, move |member, page| match member.add_bank(&sent(&form)) {
            Ok(_) => Ok(FormOutcome::Done("/wealth".to_owned())),
            Err(error) => FormOutcome::again(&form_of(page, None, &form, &FormError::of(error)?)),
        })
        .await
}

/// Shows the form of a bank.
pub async fn edit(visit: SignedIn, Path(id): Path<BankId>) -> Response {
    visit
        .show("record-bank", HERE, move |member, page| {
            present(member, page, id, None, &FormError::None)
        })
        .await
}

/// Changes a bank.
pub async fn save(visit: SignedIn, Path(id): Path<BankId>, form: Form) -> Response {
    visit
        .act("record-bank", HERE, move |member, page| match member.edit_bank(id, &sent(&form)) {
            Ok(_) => Ok(FormOutcome::Done("/wealth".to_owned())),
            Err(error) => {
                FormOutcome::again(&present(member, page, id, Some(&form), &FormError::of(error)?)?)
            }
        })
        .await
}

/// Removes a bank without accounts; otherwise lists the accounts.
pub async fn remove(visit: SignedIn, Path(id): Path<BankId>) -> Response {
    visit
        .act("record-bank", HERE, move |member, page| match member.remove_bank(id) {
            Ok(()) => Ok(FormOutcome::Done("/wealth".to_owned())),
            Err(error) => {
                FormOutcome::again(&present(member, page, id, None, &FormError::of(error)?)?)
            }
        })
        .await
}

fn sent(form: &Form) -> BankInput {
    BankInput {
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
    trouble: &FormError,
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
    bank: Option<(&BankView, &Form)>,
    form: &Form,
    trouble: &FormError,
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
