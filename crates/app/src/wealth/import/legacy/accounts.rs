//! Imports banks and accounts; matches existing ones by name.

use std::collections::BTreeMap;

use pecule_domain::id::{AccountId, BankId};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::account::{Account, Tracking, Wrapper};
use pecule_domain::portfolio::bank::Bank;
use pecule_formats::legacy::Legacy;
use pecule_formats::legacy::portfolio::{LegacyAccount, LegacyBank};

use crate::error::Result;
use crate::wealth::import::legacy::run::ImportPlan;
use crate::wealth::import::names::{NameIndex, NameMatch, cut_name, cut_text};
use crate::wealth::import::report::{Remark, What};

/// Account names by bank.
type AtBank = BTreeMap<BankId, NameIndex<AccountId>>;

impl ImportPlan<'_> {
    /// Plans banks and accounts.
    pub(crate) fn places(&mut self, read: &Legacy) -> Result<()> {
        let known = self.wealth.banks.values().map(|bank| (bank.name.clone(), bank.id));
        let mut names = NameIndex::new(known);
        for bank in &read.banks {
            let id = self.bank(bank, &mut names)?;
            self.banks.insert(bank.key.clone(), id);
        }
        let mut at_bank = self.names_at_banks();
        let mut unknown = None;
        for account in &read.accounts {
            let bank = account.bank.as_ref().and_then(|key| self.banks.get(key)).copied();
            let bank = if let Some(bank) = bank {
                bank
            } else {
                self.remark(account.line, &account.name, Remark::NoBank);
                self.unknown_bank(&mut unknown, &mut names)?
            };
            let id = self.account(account, bank, &mut at_bank)?;
            self.accounts.insert(account.key.clone(), id);
        }
        if read.assets.iter().any(|asset| asset.account.is_none()) {
            let bank = self.unknown_bank(&mut unknown, &mut names)?;
            self.nowhere = Some(self.account_for_the_rest(bank, &mut at_bank)?);
        }
        Ok(())
    }

    fn names_at_banks(&self) -> AtBank {
        let mut by_bank: BTreeMap<BankId, Vec<(String, AccountId)>> = BTreeMap::new();
        for account in self.wealth.accounts.values() {
            by_bank.entry(account.bank).or_default().push((account.name.clone(), account.id));
        }
        by_bank.into_iter().map(|(bank, names)| (bank, NameIndex::new(names))).collect()
    }

    fn bank(&mut self, read: &LegacyBank, names: &mut NameIndex<BankId>) -> Result<BankId> {
        let (name, cut) = cut_name(&read.name, &read.key);
        let (notes, notes_cut) = cut_text(&read.notes);
        if cut || notes_cut {
            self.remark(read.line, &name, Remark::Cut);
        }
        match names.claim(&name, |_| true) {
            NameMatch::Known(id) => {
                self.report.know(What::Bank, name, "");
                Ok(id)
            }
            NameMatch::New(given) => {
                if given != name {
                    self.remark(read.line, &given, Remark::Renamed);
                }
                self.new_bank(given, notes)
            }
        }
    }

    fn new_bank(&mut self, name: String, notes: String) -> Result<BankId> {
        let id = self.member.draw(BankId::new)?;
        self.batch.banks.push(Bank { id, name, notes, version: 1 });
        Ok(id)
    }

    /// Returns the bank for accounts without a known bank, created once.
    fn unknown_bank(
        &mut self,
        made: &mut Option<BankId>,
        names: &mut NameIndex<BankId>,
    ) -> Result<BankId> {
        if let Some(id) = *made {
            return Ok(id);
        }
        let [ours, other] = self.words("Établissement inconnu", "Unknown bank");
        let there = self.wealth.banks.values().find(|bank| bank.name == ours || bank.name == other);
        let id = match there {
            Some(bank) => bank.id,
            None => match names.claim(ours, |_| true) {
                NameMatch::Known(id) => id,
                NameMatch::New(name) => self.new_bank(name, String::new())?,
            },
        };
        *made = Some(id);
        Ok(id)
    }

    fn account(
        &mut self,
        read: &LegacyAccount,
        bank: BankId,
        at_bank: &mut AtBank,
    ) -> Result<AccountId> {
        let (name, cut) = cut_name(&read.name, &read.key);
        let (notes, notes_cut) = cut_text(&read.notes);
        if cut || notes_cut {
            self.remark(read.line, &name, Remark::Cut);
        }
        let names = at_bank.entry(bank).or_insert_with(|| NameIndex::new([]));
        match names.claim(&name, |_| true) {
            NameMatch::Known(id) => {
                self.report.know(What::Account, name, "");
                Ok(id)
            }
            NameMatch::New(given) => {
                if given != name {
                    self.remark(read.line, &given, Remark::Renamed);
                }
                let currency = read.currency.unwrap_or(Currency::EUR);
                self.new_account(bank, given, (read.wrapper, currency), notes)
            }
        }
    }

    /// Returns the account for assets without a known account.
    fn account_for_the_rest(&mut self, bank: BankId, at_bank: &mut AtBank) -> Result<AccountId> {
        let [ours, other] = self.words("Sans compte", "No account");
        let there = self.wealth.accounts.values().find(|account| {
            account.bank == bank && (account.name == ours || account.name == other)
        });
        if let Some(account) = there {
            return Ok(account.id);
        }
        let names = at_bank.entry(bank).or_insert_with(|| NameIndex::new([]));
        match names.claim(ours, |_| false) {
            NameMatch::Known(id) => Ok(id),
            NameMatch::New(name) => {
                self.new_account(bank, name, (Wrapper::Other, Currency::EUR), String::new())
            }
        }
    }

    fn new_account(
        &mut self,
        bank: BankId,
        name: String,
        (wrapper, currency): (Wrapper, Currency),
        notes: String,
    ) -> Result<AccountId> {
        let id = self.member.draw(AccountId::new)?;
        self.batch.accounts.push(Account {
            id,
            bank,
            name,
            wrapper,
            currency,
            opened_on: None,
            closed_on: None,
            tracking: Tracking::Values,
            notes,
            version: 1,
        });
        Ok(id)
    }
}
