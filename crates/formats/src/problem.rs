//! Describes the problems of a file, each with its line and reason.

use std::fmt;

use serde::{Serialize, Serializer};

/// Defines the reasons, each with its stable key and its English sentence.
macro_rules! reasons {
    ($($member:ident = $key:literal, $sentence:literal;)*) => {
        /// The reason why an entry of a file was changed or dropped.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ProblemKind {
            $(#[doc = $sentence] $member,)*
        }

        impl ProblemKind {
            /// Every reason, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// Returns the stable key, for translations and scripts.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$member => $key,)* }
            }

            /// Returns the reason as an English sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$member => $sentence,)* }
            }
        }
    };
}

reasons! {
    TooLarge = "too-large", "The file is larger than 25 MiB.";
    NotGiven = "not-given", "This file was not given.";
    NotJson = "not-json", "This is not well-formed JSON.";
    NotXml = "not-xml", "This is not well-formed XML.";
    NotAList = "not-a-list", "A list is expected here.";
    NotARecord = "not-a-record", "A record with named fields is expected here.";
    NoHead = "no-head", "No line names the columns that are needed.";
    NoLines = "no-lines", "No line could be read.";
    More = "more", "There are more problems of this kind than are shown.";
    Missing = "missing", "This field is needed and missing.";
    NotANumber = "not-a-number", "This is not a number.";
    NotADay = "not-a-day", "This is not a day such as 2026-01-31 or 31/01/2026.";
    NotAnIsin = "not-an-isin", "This is not a valid ISIN.";
    UnknownCurrency = "unknown-currency", "This is not the code of a currency.";
    UnknownKind = "unknown-kind", "This product type is not known; the asset is of the kind other.";
    UnknownWrapper = "unknown-wrapper", "This account type is not known; the account has the wrapper other.";
    UnknownClass = "unknown-class", "This class is not known; its part is not classified.";
    UnknownZone = "unknown-zone", "This zone is not known; its part is not classified.";
    UnknownPlace = "unknown-place", "No country or zone of this name is known; the line is in no zone.";
    UnknownField = "unknown-field", "This field is not known; it is left out.";
    UnknownBank = "unknown-bank", "No bank has this key; the account is in no bank.";
    UnknownAccount = "unknown-account", "No account has this key; the asset is in no account.";
    UnknownComponent = "unknown-component", "No asset has this key; the component is left out.";
    UnknownMetal = "unknown-metal", "This metal is not known.";
    Negative = "negative", "This is below zero; it is left out.";
    NotAboveZero = "not-above-zero", "This is not above zero; it is left out.";
    OutOfRange = "out-of-range", "A part lies between 0 % and 100 %; it is left out.";
    TooMuch = "too-much", "These parts are more than 100 % together; they are left out and not scaled.";
    Rounded = "rounded", "This has more decimals than are kept; the rest is cut off.";
    Twice = "twice", "This stands twice; the first is kept.";
    Merged = "merged", "This stands twice; both parts are added.";
    Contradicts = "contradicts", "An earlier line says otherwise; the earlier one is kept.";
    SameCurrency = "same-currency", "Both currencies are the same; the line is left out.";
    CurrencyMissing = "currency-missing", "No currency is named; euros are assumed.";
    ZonesMissing = "zones-missing", "This class has no zones; its place in the world is not classified.";
    ZonesWithoutClass = "zones-without-class", "These zones are of a class that is not in the allocation; they are left out.";
    ValueMissing = "value-missing", "No value is stated.";
    MayBeUnitPrice = "may-be-unit-price", "A price update replaced this value; it may be the price of one unit: check it.";
    TotalAdded = "total-added", "No total is stated; the values of that day are added.";
    TotalDiffers = "total-differs", "The values of that day do not add up to the stated total, which is kept.";
}

impl ProblemKind {
    /// Returns whether the entry was kept, possibly with changes.
    pub const fn is_remark(self) -> bool {
        matches!(
            self,
            Self::Rounded
                | Self::Merged
                | Self::CurrencyMissing
                | Self::ZonesMissing
                | Self::ValueMissing
                | Self::MayBeUnitPrice
                | Self::TotalAdded
                | Self::TotalDiffers
                | Self::UnknownPlace
        )
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl Serialize for ProblemKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// An entry of a file that was changed or dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the file, from 1; `None` for the file as a whole.
    pub line: Option<usize>,
    /// The field or the text concerned, shortened.
    pub what: String,
    pub why: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.what.is_empty() {
            write!(f, "{}: ", self.what)?;
        }
        f.write_str(self.why.sentence())
    }
}

impl std::error::Error for Problem {}

/// The result of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// In the order of the file.
    pub lines: Vec<T>,
    /// The entries that were changed or dropped.
    pub problems: Vec<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_and_sentences_end() {
        let mut keys: Vec<&str> = ProblemKind::ALL.iter().map(|why| why.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), ProblemKind::ALL.len());
        assert!(ProblemKind::ALL.iter().all(|why| why.sentence().ends_with('.')));
    }

    #[test]
    fn a_problem_reads_as_a_sentence() {
        let problem =
            Problem { line: Some(3), what: "Weight: abc".to_owned(), why: ProblemKind::NotANumber };
        assert_eq!(problem.to_string(), "line 3: Weight: abc: This is not a number.");
    }
}
