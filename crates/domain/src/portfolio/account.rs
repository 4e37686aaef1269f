//! Accounts, where assets are kept, and their tax envelopes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BankId};
use crate::money::currency::Currency;

crate::stable_words::keyed! {
    /// The tax envelope of an account; the French ones have rules of their own.
    "wrapper" Wrapper {
        /// Compte courant.
        Current = "current",
        /// Livret A.
        LivretA = "livret-a",
        /// Livret de développement durable et solidaire.
        Ldds = "ldds",
        /// Livret d'épargne populaire.
        Lep = "lep",
        /// Livret jeune.
        LivretJeune = "livret-jeune",
        /// Any other savings account.
        Savings = "savings",
        /// Compte épargne logement.
        Cel = "cel",
        /// Plan d'épargne logement.
        Pel = "pel",
        /// Compte à terme.
        TermDeposit = "term-deposit",
        /// Plan d'épargne en actions.
        Pea = "pea",
        /// Plan d'épargne en actions for small and medium companies.
        PeaPme = "pea-pme",
        /// Compte-titres ordinaire.
        Securities = "securities",
        /// Assurance-vie.
        LifeInsurance = "life-insurance",
        /// Contrat de capitalisation.
        Capitalisation = "capitalisation",
        /// Plan d'épargne retraite individuel.
        Per = "per",
        /// Plan d'épargne retraite of a company (collective or compulsory).
        PerCompany = "per-company",
        /// Plan d'épargne entreprise.
        Pee = "pee",
        /// An account at a crypto exchange, or a wallet.
        Crypto = "crypto",
        /// Real estate held directly.
        Property = "property",
        /// A loan.
        Loan = "loan",
        /// A current account with one's own company.
        CompanyAccount = "company-account",
        /// A safe: metals, cash, objects.
        Safe = "safe",
        /// Anything else.
        Other = "other",
    }
}

crate::stable_words::keyed! {
    /// How an account is kept true.
    "tracking" Tracking {
        /// By stating what each holding is worth, or how many there are.
        Values = "values",
        /// By recording what comes in and goes out.
        Movements = "movements",
    }
}

/// A place at a bank where assets are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Who keeps it.
    pub bank: BankId,
    /// What its owner calls it; unique at one bank.
    pub name: String,
    /// Its tax envelope.
    pub wrapper: Wrapper,
    /// Its currency.
    pub currency: Currency,
    /// The day it was opened, from which the dates of an envelope run.
    pub opened_on: Option<Date>,
    /// The day it was closed.
    pub closed_on: Option<Date>,
    /// How it is kept true.
    pub tracking: Tracking,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows by one at each change.
    pub version: u32,
}
