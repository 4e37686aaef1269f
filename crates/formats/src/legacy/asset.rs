//! Reads the assets of the application.

use std::collections::BTreeSet;

use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::{Date, Decimal};

use crate::day;
use crate::json::Json;
use crate::legacy::portfolio::LegacyAsset;
use crate::legacy::record::{Record, records};
use crate::legacy::{allocation, composition, tasks, words};
use crate::problem::ProblemKind;
use crate::problems::Findings;

const NAME: &[&str] = &["nom", "libelle", "name"];
const ACCOUNT: &[&str] = &["compte_id", "account_id", "compte"];
const KIND: &[&str] = &["type_produit", "product_type", "type"];
const VALUE: &[&str] = &["valeur_actuelle", "valeur", "value"];
const COST: &[&str] = &["prix_de_revient", "cout", "cost"];
const CURRENCY: &[&str] = &["devise", "currency"];
const DAY: &[&str] = &["date_maj", "updated_at", "date"];
const TICKER: &[&str] = &["ticker", "symbole", "symbol"];
const METAL: &[&str] = &["metal", "metal_type", "type_metal"];
const OUNCES: &[&str] = &["ounces", "poids_onces", "onces"];
const QUANTITY: &[&str] = &["quantite", "quantity"];
const PRICE: &[&str] = &["prix_unitaire", "unit_price", "price"];

/// Fields that other modules read, or that the application derived from others.
const OTHER: &[&str] = &[
    "id",
    "key",
    "uuid",
    "isin",
    "notes",
    "owner_id",
    "exchange_rate",
    "value_eur",
    "last_rate_sync",
    "last_price_sync",
    "sync_error",
];

/// Reads the assets.
pub(super) fn assets(
    root: Json<'_>,
    accounts: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Vec<LegacyAsset> {
    let lists = [
        NAME,
        ACCOUNT,
        KIND,
        VALUE,
        COST,
        CURRENCY,
        DAY,
        TICKER,
        METAL,
        OUNCES,
        QUANTITY,
        PRICE,
        OTHER,
        allocation::FIELDS,
        composition::FIELDS,
        tasks::FIELDS,
    ];
    let records = records(root, &lists.concat(), findings);
    let mut assets = Vec::with_capacity(records.len());
    for record in &records {
        let name = record.fields.plain(NAME).unwrap_or_else(|| {
            findings.note(record.line, "nom", ProblemKind::Missing);
            record.key.clone()
        });
        let mut asset = Reader { record, name: &name, findings }.asset();
        asset.account = account(record, &name, accounts, findings);
        assets.push(asset);
    }
    let keys: BTreeSet<&str> = records.iter().map(|record| record.key.as_str()).collect();
    for (asset, record) in assets.iter_mut().zip(&records) {
        asset.parts = composition::parts(&record.fields, &asset.name, &keys, findings);
    }
    assets
}

/// Returns the account of an asset; `None` with a problem if it is unknown.
fn account(
    record: &Record<'_>,
    name: &str,
    accounts: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Option<String> {
    let key = record.fields.plain(ACCOUNT);
    let found = key.clone().filter(|key| accounts.contains(key.as_str()));
    if found.is_none() {
        let what = format!("{name}: {}", key.unwrap_or_default());
        findings.note(record.line, &what, ProblemKind::UnknownAccount);
    }
    found
}

/// The state of reading one asset.
struct Reader<'r, 'a> {
    record: &'r Record<'a>,
    name: &'r str,
    findings: &'r mut Findings,
}

impl Reader<'_, '_> {
    fn asset(&mut self) -> LegacyAsset {
        let fields = &self.record.fields;
        let kind = self.kind();
        let currency = self.currency();
        let value = self.number(VALUE);
        let isin =
            fields.plain(&["isin"]).and_then(|text| self.parsed(&text, ProblemKind::NotAnIsin));
        let metal = fields.plain(METAL);
        if let Some(metal) = metal.as_ref().filter(|metal| words::metal(metal).is_none()) {
            self.note(metal, ProblemKind::UnknownMetal);
        }
        // When the application fetched prices by ISIN, it overwrote the value with the price of one
        // unit.
        let fetched = isin.is_some() && fields.find(&["last_price_sync"]).is_some();
        match value {
            Some(_) if fetched => self.note("valeur_actuelle", ProblemKind::MayBeUnitPrice),
            None => self.note("valeur_actuelle", ProblemKind::ValueMissing),
            Some(_) => {}
        }
        LegacyAsset {
            line: self.record.line,
            key: self.record.key.clone(),
            name: self.name.to_owned(),
            account: None,
            kind,
            isin,
            ticker: fields.plain(TICKER),
            metal: metal.and_then(|metal| words::metal(&metal)),
            ounces: self.number(OUNCES),
            quantity: self.number(QUANTITY),
            unit_price: self.number(PRICE).filter(|_| currency.is_some()),
            value: value.filter(|_| currency.is_some()),
            cost: self.number(COST).filter(|_| currency.is_some()),
            // Amounts in an unknown currency were dropped above, so that they are not taken for
            // euros.
            currency: currency.unwrap_or(Currency::EUR),
            valued_on: self.day(),
            allocation: allocation::read(fields, self.name, self.findings),
            parts: Vec::new(),
            notes: fields.plain(&["notes"]).unwrap_or_default(),
            tasks: tasks::tasks(fields),
        }
    }

    fn note(&mut self, what: &str, why: ProblemKind) {
        self.findings.note(self.record.line, &format!("{}: {what}", self.name), why);
    }

    fn parsed<T: std::str::FromStr>(&mut self, text: &str, why: ProblemKind) -> Option<T> {
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.note(text, why);
        }
        parsed
    }

    fn kind(&mut self) -> AssetKind {
        let word = self.record.fields.plain(KIND).unwrap_or_default();
        words::kind(&word).unwrap_or_else(|| {
            self.note(&word, ProblemKind::UnknownKind);
            AssetKind::Other
        })
    }

    fn currency(&mut self) -> Option<Currency> {
        let Some(code) = self.record.fields.plain(CURRENCY) else {
            self.note("devise", ProblemKind::CurrencyMissing);
            return Some(Currency::EUR);
        };
        self.parsed(&code, ProblemKind::UnknownCurrency)
    }

    fn number(&mut self, names: &[&str]) -> Option<Decimal> {
        let value = self.record.fields.find(names)?;
        let number = value.number();
        if number.is_none() {
            self.note(names.first().copied().unwrap_or_default(), ProblemKind::NotANumber);
        }
        number
    }

    fn day(&mut self) -> Option<Date> {
        let text = self.record.fields.plain(DAY)?;
        let day = day::day(&text);
        if day.is_none() {
            self.note(&text, ProblemKind::NotADay);
        }
        day
    }
}
