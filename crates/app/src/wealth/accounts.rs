//! Adds, edits, lists and removes accounts.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, BankId};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::account::{Account, Tracking, Wrapper};
use pecule_domain::portfolio::bank::Bank;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Result};
use crate::validate;

/// An account as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountView {
    #[schema(value_type = String)]
    pub id: AccountId,
    #[schema(value_type = String)]
    pub bank: BankId,
    pub name: String,
    #[schema(value_type = String)]
    pub wrapper: Wrapper,
    #[schema(value_type = String)]
    pub currency: Currency,
    #[schema(value_type = Option<String>)]
    pub opened_on: Option<Date>,
    /// `None` while the account is open.
    #[schema(value_type = Option<String>)]
    pub closed_on: Option<Date>,
    /// `values` or `movements`.
    #[schema(value_type = String)]
    pub tracking: Tracking,
    /// Free text of the owner.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// Input to add or edit an account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountInput {
    #[schema(value_type = String)]
    pub bank: BankId,
    pub name: String,
    /// Tax envelope; `other` by default.
    #[serde(default = "other")]
    #[schema(value_type = String)]
    pub wrapper: Wrapper,
    /// EUR by default.
    #[serde(default = "euro")]
    #[schema(value_type = String)]
    pub currency: Currency,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub opened_on: Option<Date>,
    /// Empty while the account is open.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub closed_on: Option<Date>,
    /// `values` (the default) or `movements`.
    #[serde(default = "values")]
    #[schema(value_type = String)]
    pub tracking: Tracking,
    /// Free text of the owner.
    #[serde(default)]
    pub notes: String,
    /// The version that the change is based on; none when adding.
    #[serde(default)]
    pub version: Option<u32>,
}

pub(crate) const fn other() -> Wrapper {
    Wrapper::Other
}

pub(crate) const fn euro() -> Currency {
    Currency::EUR
}

const fn values() -> Tracking {
    Tracking::Values
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            bank: account.bank,
            name: account.name,
            wrapper: account.wrapper,
            currency: account.currency,
            opened_on: account.opened_on,
            closed_on: account.closed_on,
            tracking: account.tracking,
            notes: account.notes,
            version: account.version,
        }
    }
}

impl AccountInput {
    pub(crate) fn parse(&self, id: AccountId, version: u32) -> Result<Account> {
        if let (Some(opened), Some(closed)) = (self.opened_on, self.closed_on)
            && closed < opened
        {
            return Err(Error::invalid("closed_on", Reason::OutOfRange));
        }
        Ok(Account {
            id,
            bank: self.bank,
            name: validate::name("name", &self.name)?,
            wrapper: self.wrapper,
            currency: self.currency,
            opened_on: self.opened_on,
            closed_on: self.closed_on,
            tracking: self.tracking,
            notes: validate::notes("notes", &self.notes)?,
            version,
        })
    }
}

impl Member<'_> {
    /// Lists every account, by name.
    pub fn accounts(&self) -> Result<Vec<AccountView>> {
        let mut accounts = self.gather(|view| view.accounts())?;
        accounts.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
        Ok(accounts.into_iter().map(AccountView::from).collect())
    }

    /// Returns one account.
    pub fn account(&self, id: AccountId) -> Result<AccountView> {
        Ok(self.open().books.read(|view| view.account(id))?.into())
    }

    /// Adds an account at a bank.
    pub fn open_account(&self, form: &AccountInput) -> Result<AccountView> {
        self.open()
            .books
            .read(|view| view.bank(form.bank))
            .map_err(|_none| Error::invalid("bank", Reason::Unknown))?;
        let account = form.parse(self.draw(AccountId::new)?, 1)?;
        let summary = json!({ "name": account.name });
        self.change("account-opened", &summary, |edit| Ok(edit.add_account(&account)?))?;
        Ok(account.into())
    }

    /// Edits an account; fails with a conflict if `version` is out of date.
    pub fn edit_account(&self, id: AccountId, form: &AccountInput) -> Result<AccountView> {
        self.put_account(id, form, None)
    }

    /// Edits an account, and adds the bank that it moves to in the same change if that bank is new.
    pub(crate) fn put_account(
        &self,
        id: AccountId,
        form: &AccountInput,
        new_bank: Option<&Bank>,
    ) -> Result<AccountView> {
        let known = self.open().books.read(|view| view.account(id))?;
        let account = form.parse(id, form.version.unwrap_or(known.version))?;
        let summary = json!({ "name": account.name });
        self.change("account-edited", &summary, |edit| {
            new_bank.map_or(Ok(()), |bank| edit.add_bank(bank))?;
            Ok(edit.put_account(&account)?)
        })?;
        self.account(id)
    }

    /// Removes an account without holdings.
    pub fn remove_account(&self, id: AccountId) -> Result<()> {
        let account = self.open().books.read(|view| view.account(id))?;
        let picture = self.picture(None)?;
        let users: Vec<String> = picture
            .wealth
            .holdings
            .values()
            .filter(|holding| holding.account == id)
            .map(|holding| picture.wealth.asset_name(holding.asset))
            .collect();
        if !users.is_empty() {
            return Err(Conflict::InUse(users).into());
        }
        let summary = json!({ "name": account.name });
        self.change("account-removed", &summary, |edit| Ok(edit.remove_account(id)?))
    }
}
