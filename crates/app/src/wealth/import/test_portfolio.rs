//! Loads the household written by the generator of test portfolios.
//!
//! Its vocabulary is that of the Python application, so it is imported through
//! [`Member::import_legacy`].

use std::collections::BTreeMap;

use pecule_domain::Decimal;
use pecule_formats::legacy::LegacyFiles;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::wealth::import::report::ImportReport;

/// The fields of a generated household used here.
#[derive(Deserialize)]
struct Portfolio {
    banks: Vec<BankRow>,
    accounts: Vec<AccountRow>,
    assets: Vec<AssetRow>,
}

#[derive(Deserialize)]
struct BankRow {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct AccountRow {
    id: String,
    bank: String,
    kind: String,
    name: String,
}

#[derive(Deserialize)]
struct AssetRow {
    id: String,
    name: String,
    account: String,
    product: String,
    currency: String,
    value_cents: i64,
    cost_cents: i64,
    allocation_bp: BTreeMap<String, i64>,
    geo_bp: BTreeMap<String, BTreeMap<String, i64>>,
    components: Vec<ComponentRow>,
}

#[derive(Deserialize)]
struct ComponentRow {
    asset: String,
    bp: i64,
}

impl Member<'_> {
    /// Loads a `portfolio.json` as one operation.
    pub fn load_portfolio(&self, json: &[u8]) -> Result<ImportReport> {
        let portfolio: Portfolio = serde_json::from_slice(json).map_err(|error| {
            Error::invalid_with("file", Reason::NotUnderstood, error.to_string())
        })?;
        let banks =
            list(portfolio.banks.iter().map(|bank| json!({ "id": bank.id, "nom": bank.name })))?;
        let accounts = list(portfolio.accounts.iter().map(|account| {
            json!({
                "id": account.id,
                "banque_id": account.bank,
                "type": account.kind,
                "libelle": account.name,
            })
        }))?;
        let assets = list(portfolio.assets.iter().map(AssetRow::in_our_words))?;
        let files = LegacyFiles {
            banks: Some(&banks),
            accounts: Some(&accounts),
            assets: Some(&assets),
            history: Some(b"[]"),
        };
        self.import_legacy(&files, false)
    }
}

impl AssetRow {
    fn in_our_words(&self) -> Value {
        let geography =
            self.geo_bp.iter().map(|(class, zones)| (class.clone(), percentages(zones)));
        let part = |part: &ComponentRow| json!({ "asset_id": part.asset, "pourcentage": hundredths(part.bp) });
        json!({
            "id": self.id,
            "nom": self.name,
            "compte_id": self.account,
            "type_produit": self.product,
            "devise": self.currency,
            "valeur_actuelle": hundredths(self.value_cents),
            "prix_de_revient": hundredths(self.cost_cents),
            "allocation": percentages(&self.allocation_bp),
            "geo_allocation": geography.collect::<serde_json::Map<_, _>>(),
            "composants": self.components.iter().map(part).collect::<Vec<_>>(),
        })
    }
}

/// Formats cents as an amount, or basis points as a percentage, without rounding.
fn hundredths(number: i64) -> String {
    Decimal::new(number, 2).to_string()
}

fn percentages(parts: &BTreeMap<String, i64>) -> Value {
    parts.iter().map(|(word, bp)| (word.clone(), Value::String(hundredths(*bp)))).collect()
}

fn list(records: impl Iterator<Item = Value>) -> Result<Vec<u8>> {
    serde_json::to_vec(&Value::Array(records.collect())).map_err(Error::internal)
}
