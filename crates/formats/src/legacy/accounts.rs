//! Reads the banks and accounts of the application.

use std::collections::BTreeSet;

use pecule_domain::portfolio::account::Wrapper;

use crate::json::Json;
use crate::legacy::portfolio::{LegacyAccount, LegacyBank};
use crate::legacy::record::records;
use crate::legacy::words;
use crate::problem::ProblemKind;
use crate::problems::Findings;

const NAME: &[&str] = &["nom", "libelle", "name", "label"];
const BANK: &[&str] = &["banque_id", "bank_id", "banque", "bank"];
const WRAPPER: &[&str] = &["type", "type_compte", "account_type"];
const CURRENCY: &[&str] = &["devise", "currency"];

/// Reads the banks.
pub(crate) fn banks(root: Json<'_>, findings: &mut Findings) -> Vec<LegacyBank> {
    let known = [NAME, &["id", "key", "uuid", "owner_id", "notes"]].concat();
    let mut banks = Vec::new();
    for record in records(root, &known, findings) {
        let notes = record.fields.plain(&["notes"]).unwrap_or_default();
        let name = record.fields.plain(NAME).unwrap_or_else(|| {
            findings.note(record.line, "nom", ProblemKind::Missing);
            record.key.clone()
        });
        banks.push(LegacyBank { line: record.line, key: record.key, name, notes });
    }
    banks
}

/// Reads the accounts.
pub(crate) fn accounts(
    root: Json<'_>,
    banks: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Vec<LegacyAccount> {
    let other: &[&str] = &["id", "key", "uuid", "owner_id", "notes"];
    let known = [NAME, BANK, WRAPPER, CURRENCY, other].concat();
    let mut accounts = Vec::new();
    for record in records(root, &known, findings) {
        let (line, fields) = (record.line, &record.fields);
        let name = fields.plain(&["libelle", "nom", "name", "label"]).unwrap_or_else(|| {
            findings.note(line, "libelle", ProblemKind::Missing);
            record.key.clone()
        });
        let bank = fields.plain(BANK);
        if let Some(bank) = bank.as_ref().filter(|bank| !banks.contains(bank.as_str())) {
            findings.note(line, &format!("{name}: {bank}"), ProblemKind::UnknownBank);
        }
        let wrapper = fields.plain(WRAPPER).unwrap_or_default();
        let wrapper = words::wrapper(&wrapper).unwrap_or_else(|| {
            findings.note(line, &format!("{name}: {wrapper}"), ProblemKind::UnknownWrapper);
            Wrapper::Other
        });
        let currency = fields.plain(CURRENCY).and_then(|code| {
            code.parse()
                .inspect_err(|_| findings.note(line, &code, ProblemKind::UnknownCurrency))
                .ok()
        });
        accounts.push(LegacyAccount {
            line,
            bank: bank.filter(|bank| banks.contains(bank.as_str())),
            wrapper,
            name,
            currency,
            notes: fields.plain(&["notes"]).unwrap_or_default(),
            key: record.key,
        });
    }
    accounts
}
