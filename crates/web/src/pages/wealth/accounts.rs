//! Adds, changes and removes accounts. An unknown bank name creates the bank as well.

use axum::extract::{Path, Query};
use axum::response::Response;
use pecule_app::wealth::accounts::{AccountInput, AccountView};
use pecule_app::wealth::banks::{BankInput, BankView};
use pecule_app::{Conflict, Error, Member, Reason, Result, validate};
use pecule_domain::id::{AccountId, BankId};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::account::{Tracking, Wrapper};
use serde::Deserialize;
use uuid::Uuid;

use crate::pages::form::record::{FormError, Group, RecordForm, Removal, gather, kept, settle};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::page::Page;

const HERE: Option<Screen> = Some(Screen::Wealth);
/// Suggested currencies; others can be typed.
const PROPOSED: [&str; 8] = ["EUR", "USD", "CHF", "GBP", "JPY", "CAD", "SEK", "PLN"];

/// Bank of the new account.
#[derive(Debug, Default, Deserialize)]
pub struct At {
    #[serde(default)]
    bank: String,
}

/// Shows the form of a new account.
pub async fn new(visit: SignedIn, Query(at): Query<At>) -> Response {
    visit
        .show("record-account-new", HERE, move |member, page| {
            let bank = at.bank.parse().ok().and_then(|id: BankId| member.bank(id).ok());
            let form = kept(&[
                ("bank", bank.map(|bank| bank.name).unwrap_or_default()),
                ("currency", "EUR".to_owned()),
            ]);
            form_of(member, page, None, &form, &FormError::None)
        })
        .await
}

/// Adds an account.
pub async fn open(visit: SignedIn, form: Form) -> Response {
    visit
        .act("record-account-new", HERE, move |member, page| match open_sent(member, &form) {
            Ok(account) => Ok(FormOutcome::Done(format!("/accounts/{}", account.id))),
            Err(error) => {
                FormOutcome::again(&form_of(member, page, None, &form, &FormError::of(error)?)?)
            }
        })
        .await
}

/// Shows the form of an account.
pub async fn edit(visit: SignedIn, Path(id): Path<AccountId>) -> Response {
    visit
        .show("record-account", HERE, move |member, page| {
            present(member, page, id, None, &FormError::None)
        })
        .await
}

/// Changes an account.
pub async fn save(visit: SignedIn, Path(id): Path<AccountId>, form: Form) -> Response {
    visit
        .act("record-account", HERE, move |member, page| match save_sent(member, id, &form) {
            Ok(_) => Ok(FormOutcome::Done(format!("/accounts/{id}"))),
            Err(error) => {
                FormOutcome::again(&present(member, page, id, Some(&form), &FormError::of(error)?)?)
            }
        })
        .await
}

/// Removes an account without holdings; otherwise lists the holdings.
pub async fn remove(visit: SignedIn, Path(id): Path<AccountId>) -> Response {
    visit
        .act("record-account", HERE, move |member, page| match member.remove_account(id) {
            Ok(()) => Ok(FormOutcome::Done("/wealth".to_owned())),
            Err(error) => {
                FormOutcome::again(&present(member, page, id, None, &FormError::of(error)?)?)
            }
        })
        .await
}

fn open_sent(member: &Member<'_>, form: &Form) -> Result<AccountView> {
    let (bank, account_at) = taken(member, form, Tracking::Values)?;
    match bank {
        Some(bank) => member.open_account(&account_at(bank)),
        None => {
            member.open_account_at_new_bank(&new_bank(form), &account_at(BankId::new(Uuid::nil())))
        }
    }
}

fn save_sent(member: &Member<'_>, id: AccountId, form: &Form) -> Result<AccountView> {
    let known = member.account(id)?;
    let (bank, account_at) = taken(member, form, known.tracking)?;
    if form.version().is_some_and(|version| version != known.version) {
        return Err(Conflict::Stale.into());
    }
    if let Some(bank) = bank {
        return member.edit_account(id, &account_at(bank));
    }
    let nowhere = BankId::new(Uuid::nil());
    member.edit_account_at_new_bank(id, &new_bank(form), &account_at(nowhere))
}

/// Returns the named bank, if it exists, and the account's input. Validates everything before any
/// record is created.
fn taken(
    member: &Member<'_>,
    form: &Form,
    tracking: Tracking,
) -> Result<(Option<BankId>, impl FnOnce(BankId) -> AccountInput)> {
    let mut problems = Vec::new();
    let named = gather(&mut problems, validate::name("bank", form.text("bank")))?;
    let bank = member.banks()?.into_iter().find(|bank| is_named(bank, &named)).map(|bank| bank.id);
    let name = gather(&mut problems, validate::name("name", form.text("name")))?;
    let wrapper = gather(&mut problems, form.key::<Wrapper>("wrapper").map(Some))?;
    let currency = gather(&mut problems, form.currency("currency").map(Some))?;
    let opened_on = gather(&mut problems, form.find_day("opened_on"))?;
    let closed_on = gather(&mut problems, form.find_day("closed_on"))?;
    let notes = gather(&mut problems, validate::notes("notes", form.text("notes")))?;
    if closed_on.zip(opened_on).is_some_and(|(closed, opened)| closed < opened) {
        gather(&mut problems, Err::<(), _>(Error::invalid("closed_on", Reason::OutOfRange)))?;
    }
    settle(problems)?;
    let version = form.version();
    let account_at = move |bank| AccountInput {
        bank,
        name,
        wrapper: wrapper.unwrap_or(Wrapper::Other),
        currency: currency.unwrap_or(Currency::EUR),
        opened_on,
        closed_on,
        tracking,
        notes,
        version,
    };
    Ok((bank, account_at))
}

fn is_named(bank: &BankView, name: &str) -> bool {
    bank.name.to_lowercase() == name.to_lowercase()
}

fn new_bank(form: &Form) -> BankInput {
    BankInput { name: form.text("bank").to_owned(), ..BankInput::default() }
}

fn present(
    member: &Member<'_>,
    page: Page,
    id: AccountId,
    form: Option<&Form>,
    trouble: &FormError,
) -> Result<RecordForm> {
    let account = member.account(id)?;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let known = kept(&[
        ("bank", member.bank(account.bank)?.name),
        ("name", account.name.clone()),
        ("wrapper", account.wrapper.key().to_owned()),
        ("currency", account.currency.code().to_owned()),
        ("opened_on", day(account.opened_on)),
        ("closed_on", day(account.closed_on)),
        ("notes", account.notes.clone()),
        ("version", account.version.to_string()),
    ]);
    form_of(member, page, Some((&account, &known)), form.unwrap_or(&known), trouble)
}

fn form_of(
    member: &Member<'_>,
    page: Page,
    account: Option<(&AccountView, &Form)>,
    form: &Form,
    trouble: &FormError,
) -> Result<RecordForm> {
    let banks = member.banks()?.into_iter().map(|bank| bank.name).collect();
    let (action, back) = match account {
        Some((account, _)) => {
            (format!("/accounts/{}", account.id), format!("/accounts/{}", account.id))
        }
        None => ("/accounts".to_owned(), "/wealth".to_owned()),
    };
    let removal = account.map(|(account, _)| Removal {
        title: page.t("record-account-remove"),
        text: page.t("record-account-remove-text"),
        action: format!("/accounts/{}/remove", account.id),
        refused: trouble.refusal(&page),
    });
    let mut steps = vec![(page.t("nav-wealth"), "/wealth".to_owned())];
    steps.extend(account.map(|(account, _)| (account.name.clone(), back.clone())));
    let groups = groups(&page, banks, form, account.is_some());
    let drawn =
        RecordForm::new(page, action, groups).with(trouble, form, account.map(|(_, known)| known));
    Ok(RecordForm { steps, back, removal, ..drawn })
}

fn groups(page: &Page, banks: Vec<String>, form: &Form, is_known: bool) -> Vec<Group> {
    let bank = Field::suggest("bank", page.t("bank"), banks)
        .required()
        .hint(page.t("record-account-bank-hint"))
        .value(form.text("bank"));
    let bank = if form.text("bank").is_empty() { bank.focused() } else { bank };
    let name = Field::text("name", page.t("record-account-name"))
        .required()
        .example(page.t("record-account-name-example"))
        .value(form.text("name"));
    let current = form.text("wrapper");
    let wrappers = [Choice::new("", page.t("record-choose"), current)].into_iter().chain(
        Wrapper::ALL.iter().map(|wrapper| {
            Choice::new(wrapper.key(), page.name_of("wrapper", wrapper.key()), current)
        }),
    );
    let wrapper =
        Field::select("wrapper", page.t("record-account-wrapper"), wrappers.collect()).required();
    let more = vec![
        vec![currency(page, form)],
        vec![
            Field::day("opened_on", page.t("record-account-opened")).value(form.text("opened_on")),
            Field::day("closed_on", page.t("record-account-closed")).value(form.text("closed_on")),
        ],
        vec![Field::area("notes", page.t("record-notes")).value(form.text("notes"))],
    ];
    let more = Group::new(page.t("record-more"), more);
    let more = if is_known { Group { legend: String::new(), ..more } } else { more.folded() };
    vec![Group::plain(vec![vec![bank], vec![name, wrapper]]), more]
}

/// Creates a currency field with suggestions.
pub fn currency(page: &Page, form: &Form) -> Field {
    let codes = PROPOSED.iter().map(|code| (*code).to_owned()).collect();
    Field::suggest("currency", page.t("asset-currency"), codes)
        .hint(page.t("record-currency-hint"))
        .value(form.find("currency").unwrap_or("EUR"))
}
