//! Adds, edits, lists and removes banks, the institutions that keep accounts.

use pecule_domain::id::BankId;
use pecule_domain::portfolio::bank::Bank;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::conflict::Conflict;
use crate::error::{Error, Result};
use crate::validate;

/// A bank as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BankView {
    #[schema(value_type = String)]
    pub id: BankId,
    pub name: String,
    /// Free text of the owner.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// Input to add or edit a bank.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BankInput {
    pub name: String,
    /// Free text of the owner.
    #[serde(default)]
    pub notes: String,
    /// The version that the change is based on; none when adding.
    #[serde(default)]
    pub version: Option<u32>,
}

impl From<Bank> for BankView {
    fn from(bank: Bank) -> Self {
        Self { id: bank.id, name: bank.name, notes: bank.notes, version: bank.version }
    }
}

impl BankInput {
    pub(crate) fn parse(&self, id: BankId, version: u32) -> Result<Bank> {
        Ok(Bank {
            id,
            name: validate::name("name", &self.name)?,
            notes: validate::notes("notes", &self.notes)?,
            version,
        })
    }
}

impl Member<'_> {
    /// Lists every bank, by name.
    pub fn banks(&self) -> Result<Vec<BankView>> {
        let mut banks = self.gather(|view| view.banks())?;
        banks.sort_by(|bank, other| bank.name.cmp(&other.name).then(bank.id.cmp(&other.id)));
        Ok(banks.into_iter().map(BankView::from).collect())
    }

    /// Returns one bank.
    pub fn bank(&self, id: BankId) -> Result<BankView> {
        Ok(self.open().books.read(|view| view.bank(id))?.into())
    }

    /// Adds a bank.
    pub fn add_bank(&self, form: &BankInput) -> Result<BankView> {
        let bank = form.parse(self.draw(BankId::new)?, 1)?;
        self.change("bank-added", &json!({ "name": bank.name }), |edit| Ok(edit.add_bank(&bank)?))?;
        Ok(bank.into())
    }

    /// Edits a bank; fails with a conflict if `version` is out of date.
    pub fn edit_bank(&self, id: BankId, form: &BankInput) -> Result<BankView> {
        let known = self.open().books.read(|view| view.bank(id))?;
        let bank = form.parse(id, form.version.unwrap_or(known.version))?;
        self.change(
            "bank-edited",
            &json!({ "name": bank.name }),
            |edit| Ok(edit.put_bank(&bank)?),
        )?;
        self.bank(id)
    }

    /// Removes a bank without accounts.
    pub fn remove_bank(&self, id: BankId) -> Result<()> {
        let bank = self.open().books.read(|view| view.bank(id))?;
        let accounts = self.open().books.read(|view| view.accounts())?;
        let users: Vec<String> = accounts
            .into_iter()
            .filter(|account| account.bank == id)
            .map(|account| account.name)
            .collect();
        if !users.is_empty() {
            return Err(Error::from(Conflict::InUse(users)));
        }
        self.change("bank-removed", &json!({ "name": bank.name }), |edit| Ok(edit.remove_bank(id)?))
    }
}
