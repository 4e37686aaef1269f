//! Adds, changes and removes holdings. A new holding can create its asset and price as well.

use axum::extract::{Path, Query};
use axum::response::Response;
use jiff::civil::Date;
use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::holdings::{HoldingInput, HoldingView};
use pecule_app::wealth::prices::QuoteInput;
use pecule_app::{Conflict, Error, Member, Problem, Reason, Result, validate};
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::holding::Right;
use pecule_domain::portfolio::isin::Isin;
use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;

use crate::pages::form::record::{FormError, gather, kept, number_in, settle};
use crate::pages::wealth::holding_form::NO_CLASS;
use crate::pages::wealth::holding_form::{form_of, present};
use crate::request::form::Form;
use crate::request::outcome::FormOutcome;
use crate::request::redirect::go;
use crate::request::visit::SignedIn;
use crate::view::navigation::Screen;
use crate::view::page::Page;

const HERE: Option<Screen> = Some(Screen::Wealth);

/// Initial values of a new holding.
#[derive(Debug, Default, Deserialize)]
pub struct Start {
    #[serde(default)]
    account: String,
    #[serde(default)]
    asset: String,
}

/// Shows the form of a new holding.
pub async fn new(visit: SignedIn, Query(start): Query<Start>) -> Response {
    let site = visit.site.clone();
    let (person, named) = (visit.person.clone(), visit.named.clone());
    let has_accounts =
        site.run(move |_| Ok(!person.member_at(&named.seek())?.accounts()?.is_empty())).await;
    if matches!(has_accounts, Ok(false)) {
        return go("/accounts/new");
    }
    visit
        .show("record-holding-new", HERE, move |member, page| {
            let asset = start.asset.parse().ok().and_then(|id: AssetId| member.asset(id).ok());
            let form = kept(&[
                ("account", start.account.clone()),
                ("asset", asset.map(|asset| asset.name).unwrap_or_default()),
                ("on", member.today().to_string()),
            ]);
            form_of(member, page, None, &form, &FormError::None)
        })
        .await
}

/// Adds a holding, with its asset and price if they are new.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    visit
        .act("record-holding-new", HERE, move |member, page| match add_sent(member, &page, &form) {
            Ok(holding) => Ok(FormOutcome::Done(format!("/accounts/{}", holding.account))),
            Err(error) => {
                FormOutcome::again(&form_of(member, page, None, &form, &FormError::of(error)?)?)
            }
        })
        .await
}

/// Shows the form of a holding.
pub async fn edit(visit: SignedIn, Path(id): Path<HoldingId>) -> Response {
    visit
        .show("record-holding", HERE, move |member, page| {
            present(member, page, id, None, &FormError::None)
        })
        .await
}

/// Changes a holding and its statement.
pub async fn save(visit: SignedIn, Path(id): Path<HoldingId>, form: Form) -> Response {
    visit
        .act("record-holding", HERE, move |member, page| {
            match save_sent(member, &page, id, &form) {
                Ok(holding) => Ok(FormOutcome::Done(format!("/accounts/{}", holding.account))),
                Err(error) => FormOutcome::again(&present(
                    member,
                    page,
                    id,
                    Some(&form),
                    &FormError::of(error)?,
                )?),
            }
        })
        .await
}

/// Removes a holding with its statements.
pub async fn remove(visit: SignedIn, Path(id): Path<HoldingId>) -> Response {
    visit
        .act("record-holding", HERE, move |member, _page| {
            let account = member.holding(id)?.account;
            member.remove_holding(id)?;
            Ok(FormOutcome::Done(format!("/accounts/{account}")))
        })
        .await
}

/// Input of a holding without its asset.
struct Typed {
    account: AccountId,
    quantity: Option<Decimal>,
    value: Option<Decimal>,
    price: Option<Decimal>,
    cost: Option<Decimal>,
    on: Option<Date>,
    right: Right,
    share: Share,
    notes: String,
}

impl Typed {
    /// Reads all fields before any record is created, so that all problems are reported at once.
    ///
    /// While amounts are hidden, an empty field keeps the stored value.
    fn read(
        page: &Page,
        form: &Form,
        mut problems: Vec<Problem>,
        known: Option<&HoldingView>,
    ) -> Result<Self> {
        let (problems, lang) = (&mut problems, page.lang);
        let unseen = known.filter(|_| page.hides_amounts);
        let account = gather(problems, form.key::<AccountId>("account").map(Some))?;
        let mut quantity = gather(problems, number_in(lang, form, "quantity"))?;
        let mut value = gather(problems, number_in(lang, form, "value"))?;
        let price = gather(problems, number_in(lang, form, "price"))?;
        let cost =
            gather(problems, number_in(lang, form, "cost"))?.or(unseen.and_then(|line| line.cost));
        let on = gather(problems, form.find_day("on"))?;
        let right = gather(problems, form.find_key::<Right>("right"))?;
        let share = gather(problems, form.share_or_whole("share").map(Some))?;
        let notes = gather(problems, validate::notes("notes", form.text("notes")))?;
        let given = (form.find("quantity").is_some(), form.find("value").is_some());
        if let Some(line) = unseen.filter(|_| given == (false, false)) {
            (quantity, value) = (line.quantity, line.value);
        } else if given.0 == given.1 {
            gather(problems, Err::<(), _>(Error::invalid("value", Reason::QuantityOrValue)))?;
        }
        if price.is_some_and(|price| price.is_sign_negative()) {
            gather(problems, Err::<(), _>(Error::invalid("price", Reason::OutOfRange)))?;
        }
        settle(std::mem::take(problems))?;
        Ok(Self {
            account: account.ok_or_else(|| Error::invalid("account", Reason::Required))?,
            quantity,
            value,
            price,
            cost,
            on,
            right: right.unwrap_or(Right::Full),
            share: share.unwrap_or(Share::WHOLE),
            notes,
        })
    }

    fn of(self, asset: AssetId, version: Option<u32>) -> HoldingInput {
        HoldingInput {
            account: self.account,
            asset,
            quantity: self.quantity,
            value: self.value,
            cost: self.cost,
            on: self.on,
            right: self.right,
            share: self.share,
            notes: self.notes,
            version,
        }
    }
}

fn add_sent(member: &Member<'_>, page: &Page, form: &Form) -> Result<HoldingView> {
    let mut problems = Vec::new();
    let named = gather(&mut problems, known_or_new(member, form).map(Some))?;
    let typed = Typed::read(page, form, problems, None)?;
    let named = named.ok_or_else(|| Error::invalid("asset", Reason::Required))?;
    let price = typed.price.map(|price| QuoteInput { on: typed.on, price, unit: None });
    let (new, asset) = match named {
        Named::Known(asset) => (None, asset),
        Named::New(new) => (Some(new), AssetId::new(Uuid::nil())),
    };
    member.add_holding_with(new.as_ref(), &typed.of(asset, None), price.as_ref())
}

fn save_sent(member: &Member<'_>, page: &Page, id: HoldingId, form: &Form) -> Result<HoldingView> {
    let known = member.holding(id)?;
    let typed = Typed::read(page, form, Vec::new(), Some(&known))?;
    if form.version().is_some_and(|version| version != known.version) {
        return Err(Conflict::Stale.into());
    }
    if let Some(price) = typed.price {
        member.record_price(known.asset, &QuoteInput { on: typed.on, price, unit: None })?;
    }
    member.edit_holding(id, &typed.of(known.asset, form.version()))
}

/// The asset of the form.
enum Named {
    Known(AssetId),
    New(AssetInput),
}

fn known_or_new(member: &Member<'_>, form: &Form) -> Result<Named> {
    let named = validate::name("asset", form.text("asset"))?;
    match member.asset_named(&named) {
        Ok(asset) => Ok(Named::Known(asset)),
        Err(Error::Invalid(problems)) if is_unknown(&problems) => {
            new_asset(form, named).map(Named::New)
        }
        Err(other) => Err(other),
    }
}

fn is_unknown(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.reason == Reason::Unknown)
}

/// Creates the input of a new asset. Its kind is required; its class may follow from the kind.
fn new_asset(form: &Form, name: String) -> Result<AssetInput> {
    let mut problems = Vec::new();
    let kind = gather(&mut problems, form.key::<AssetKind>("kind").map(Some))?;
    let currency = gather(&mut problems, form.currency("currency").map(Some))?;
    let class = match form.find("class") {
        None => None,
        Some(NO_CLASS) => Some(Allocation::default()),
        Some(_) => gather(
            &mut problems,
            form.key::<Class>("class").map(|class| Some(Allocation::all_of(class))),
        )?,
    };
    let typed = form.find("isin").map(str::to_owned);
    // An ISIN typed as the name identifies the asset as well.
    let isin = typed.or_else(|| name.parse::<Isin>().ok().map(|isin| isin.to_string()));
    if let Some(wrong) = isin.as_deref().and_then(|isin| isin.trim().parse::<Isin>().err()) {
        gather(
            &mut problems,
            Err::<(), _>(Error::invalid_with("isin", Reason::NotAnIsin, wrong.to_string())),
        )?;
    }
    settle(problems)?;
    let asset = AssetInput::named(name, kind.unwrap_or(AssetKind::Other));
    Ok(AssetInput { isin, currency: currency.unwrap_or(Currency::EUR), allocation: class, ..asset })
}
