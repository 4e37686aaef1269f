//! Adds, changes and removes assets.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use pecule_app::wealth::assets::{AssetInput, AssetView};
use pecule_app::{Conflict, Error, Member, Result};
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::asset::{AssetKind, Unit};

use crate::error::sentence;
use crate::request::form::{FieldErrors, Form};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::view::field::{Choice, Field};
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Suggested currencies; other codes can be typed.
const CURRENCIES: [&str; 8] = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD", "SEK", "NOK"];

#[derive(Template)]
#[template(path = "wealth/assets/form.html")]
struct AssetFormPage {
    page: Page,
    /// The asset to change; `None` for a new one.
    known: Option<AssetView>,
    faults: Vec<String>,
    fields: Vec<Field>,
    more: Vec<Field>,
    version: String,
    /// Reason why it could not be removed.
    kept: Option<String>,
}

/// Parses an identity in an address; a malformed one gives `NotFound`.
pub fn named<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_no_identity| Error::NotFound)
}

/// Shows the form of a new asset.
pub async fn new(visit: SignedIn) -> Response {
    visit
        .show("assets-new", Some(Screen::Wealth), |_, page| {
            let form =
                Form::new(vec![("kind".into(), "etf".into()), ("currency".into(), "EUR".into())]);
            Ok(AssetFormPage::new(page, None, &form, &FieldErrors::default()))
        })
        .await
}

/// Adds an asset.
pub async fn add(visit: SignedIn, form: Form) -> Response {
    visit
        .act("assets-new", Some(Screen::Wealth), move |member, page| {
            match read(&form).and_then(|asset| member.add_asset(&asset)) {
                Ok(asset) => Ok(FormOutcome::Done(format!("/assets/{}", asset.id))),
                Err(error) => again(page, None, &form, error),
            }
        })
        .await
}

/// Shows the form of an asset.
pub async fn edit(visit: SignedIn, Path(id): Path<String>) -> Response {
    visit
        .show("asset-edit", Some(Screen::Wealth), move |member, page| {
            let asset = member.asset(named(&id)?)?;
            let form = Form::new(written(&asset));
            Ok(AssetFormPage::new(page, Some(asset), &form, &FieldErrors::default()))
        })
        .await
}

/// Changes an asset.
pub async fn change(visit: SignedIn, Path(id): Path<String>, form: Form) -> Response {
    visit
        .act("asset-edit", Some(Screen::Wealth), move |member, page| {
            let known = member.asset(named(&id)?)?;
            let changed = read(&form).and_then(|asset| member.edit_asset(known.id, &asset));
            match changed {
                Ok(asset) => Ok(FormOutcome::Done(format!("/assets/{}", asset.id))),
                Err(error) => again(page, Some(known), &form, error),
            }
        })
        .await
}

/// Removes an asset that has no holdings and is in no composition.
pub async fn remove(visit: SignedIn, Path(id): Path<String>) -> Response {
    visit
        .act("asset-edit", Some(Screen::Wealth), move |member, page| {
            remove_from(member, page, named(&id)?)
        })
        .await
}

fn remove_from(member: &Member<'_>, page: Page, id: AssetId) -> Result<FormOutcome> {
    let known = member.asset(id)?;
    let refused = match member.remove_asset(id) {
        Ok(()) => return Ok(FormOutcome::Done("/assets".into())),
        Err(Error::Conflict(why @ Conflict::InUse(_))) => Error::Conflict(why),
        Err(other) => return Err(other),
    };
    let kept = Some(sentence(&refused, page.lang));
    let form = Form::new(written(&known));
    FormOutcome::again(&AssetFormPage {
        kept,
        ..AssetFormPage::new(page, Some(known), &form, &FieldErrors::default())
    })
}

/// Shows the form again with the typed values and error messages.
fn again(page: Page, known: Option<AssetView>, form: &Form, error: Error) -> Result<FormOutcome> {
    let Error::Invalid(problems) = error else { return Err(error) };
    let faults = FieldErrors::of(&problems, page.lang);
    FormOutcome::again(&AssetFormPage::new(page, known, form, &faults))
}

/// Reads the form.
fn read(form: &Form) -> Result<AssetInput> {
    let text = |name: &str| form.find(name).map(str::to_owned);
    Ok(AssetInput {
        isin: text("isin"),
        ticker: text("ticker"),
        issuer: text("issuer"),
        currency: form.currency("currency")?,
        unit: form.key::<Unit>("unit")?,
        notes: form.text("notes").to_owned(),
        version: form.version(),
        ..AssetInput::named(form.text("name"), form.key::<AssetKind>("kind")?)
    })
}

/// Returns the fields of a stored asset.
fn written(asset: &AssetView) -> Vec<(String, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        ("name", asset.name.clone()),
        ("kind", asset.kind.to_string()),
        ("isin", asset.isin.map(|isin| isin.to_string()).unwrap_or_default()),
        ("currency", asset.currency.to_string()),
        ("unit", asset.unit.to_string()),
        ("ticker", text(&asset.ticker)),
        ("issuer", text(&asset.issuer)),
        ("notes", asset.notes.clone()),
        ("version", asset.version.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

impl AssetFormPage {
    fn new(mut page: Page, known: Option<AssetView>, form: &Form, faults: &FieldErrors) -> Self {
        if let Some(known) = &known {
            page.title.clone_from(&known.name);
        }
        let kinds = AssetKind::ALL.iter().map(|kind| {
            Choice::new(kind.key(), page.name_of("kind", kind.key()), form.text("kind"))
        });
        let units = Unit::ALL.iter().map(|unit| {
            Choice::new(unit.key(), page.name_of("unit", unit.key()), form.text("unit"))
        });
        let fields = vec![
            Field::text("name", page.t("asset-name")).required().focused(),
            Field::select("kind", page.t("assets-kind"), kinds.collect())
                .hint(page.t("asset-kind-hint")),
            Field::text("isin", "ISIN").hint(page.t("asset-isin-hint")).example("FR0000000000"),
            Field::suggest(
                "currency",
                page.t("asset-currency"),
                CURRENCIES.map(str::to_owned).into(),
            )
            .required()
            .hint(page.t("asset-currency-hint")),
        ];
        let more = vec![
            Field::select("unit", page.t("asset-unit"), units.collect())
                .hint(page.t("asset-unit-hint")),
            Field::text("ticker", page.t("asset-ticker")),
            Field::text("issuer", page.t("asset-issuer")).hint(page.t("asset-issuer-hint")),
            Field::area("notes", page.t("asset-remember")),
        ];
        let filled = |field: Field| {
            let (value, error) = (form.text(&field.name).to_owned(), faults.on(&field.name));
            field.value(value).error(error)
        };
        Self {
            fields: fields.into_iter().map(filled).collect(),
            more: more.into_iter().map(filled).collect(),
            version: form.text("version").to_owned(),
            faults: faults.all().map(|(_, fault)| fault.to_owned()).collect(),
            kept: None,
            known,
            page,
        }
    }
}
