//! Defines accounts, which hold assets, and their tax wrappers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BankId};
use crate::money::currency::Currency;

crate::stable_words::keyed! {
    /// The tax wrapper of an account. The French ones have their own tax rules.
    "wrapper" Wrapper {
        /// Current account (compte courant).
        Current = "current",
        LivretA = "livret-a",
        /// Livret de développement durable et solidaire.
        Ldds = "ldds",
        /// Livret d'épargne populaire.
        Lep = "lep",
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
        Loan = "loan",
        /// A current account with a company of the owner.
        CompanyAccount = "company-account",
        /// A safe: metals, cash, objects.
        Safe = "safe",
        /// Any other account.
        Other = "other",
    }
}

crate::stable_words::keyed! {
    /// How the content of an account is kept up to date.
    "tracking" Tracking {
        /// By dated statements of values or quantities.
        Values = "values",
        /// By recording every movement.
        Movements = "movements",
    }
}

/// An account at a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// The institution that keeps the account.
    pub bank: BankId,
    /// Unique at one bank.
    pub name: String,
    pub wrapper: Wrapper,
    pub currency: Currency,
    /// The date that the holding periods of a wrapper start from.
    pub opened_on: Option<Date>,
    /// `None` while the account is open.
    pub closed_on: Option<Date>,
    pub tracking: Tracking,
    pub notes: String,
    /// Incremented at each change.
    pub version: u32,
}
