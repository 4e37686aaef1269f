//! Exports books unencrypted for other programs, as JSON (all records) or CSV (today's portfolio).

use std::collections::BTreeMap;

use jiff::Timestamp;
use pecule_domain::id::BooksId;
use pecule_domain::money::amount::Money;
use pecule_store::books::changes::row_images::Image;
use serde::Serialize;

use crate::actors::books_filter::BooksQuery;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::csv::{Table, or_nothing};
use crate::error::{Error, Reason, Result};
use crate::wealth::reports::wealth_table::{AccountGroup, BankGroup, HoldingRow};
use crate::wealth::snapshot::{Filter, Snapshot};

/// The version of the JSON format.
const FORMAT: u32 = 1;

crate::words! {
    /// The formats of an export.
    Readable {
        /// One row for each holding, for a spreadsheet.
        Csv = "csv": "CSV",
        /// All records, for a program.
        Json = "json": "JSON",
    }
}

impl Readable {
    /// Parses the name of a format; `None` is [`Readable::Json`].
    pub fn parse(word: Option<&str>) -> Result<Self> {
        let word = word.unwrap_or(Self::Json.key());
        let found = Self::ALL.iter().copied().find(|form| form.key() == word);
        found.ok_or_else(|| Error::invalid("format", Reason::NotInList))
    }

    /// Returns its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// The content of the JSON export.
#[derive(Serialize)]
struct PortfolioExport<'a> {
    /// The version of the format.
    format: u32,
    /// The version of the program that wrote it.
    pecule: &'static str,
    made_at: Timestamp,
    books: BooksId,
    title: &'a str,
    /// Every row, by table.
    tables: BTreeMap<String, Vec<Image>>,
}

/// The columns of the CSV, in the order of [`line()`].
const COLUMNS: &[&str] = &[
    "as_of",
    "bank",
    "account",
    "envelope",
    "asset",
    "kind",
    "isin",
    "quantity",
    "price",
    "price_unit",
    "stated_value",
    "cost",
    "asset_currency",
    "value_of",
    "amount",
    "currency",
];

impl Person {
    /// Exports a set of books unencrypted. It requires a recent reauthentication and is recorded in the
    /// audit log.
    pub fn export_books(&self, books: BooksId, form: Readable) -> Result<Vec<u8>> {
        self.require_oneself()?;
        let member = self.member_at(&BooksQuery { books: Some(books), ..BooksQuery::default() })?;
        self.require_confirmed()?;
        let bytes = match form {
            Readable::Csv => table(&*member.ground(None)?),
            Readable::Json => member.whole()?,
        };
        let which = books.to_string();
        self.app().record(&match form {
            Readable::Csv => AuditEvent::of(self, "wealth-exported", &which),
            Readable::Json => AuditEvent::of(self, "books-exported", &which),
        })?;
        Ok(bytes)
    }
}

impl Member<'_> {
    fn whole(&self) -> Result<Vec<u8>> {
        let books = self.books();
        let title = self.shelves().iter().find(|shelf| shelf.id == books);
        let whole = PortfolioExport {
            format: FORMAT,
            pecule: env!("CARGO_PKG_VERSION"),
            made_at: self.person().app().clock().now(),
            books,
            title: title.map_or("", |shelf| &shelf.title),
            tables: self.open().books.read(|view| view.plain())?,
        };
        serde_json::to_vec_pretty(&whole).map_err(Error::internal)
    }
}

/// Writes one row for each holding. The amounts sum to the total of the wealth table.
fn table(picture: &Snapshot) -> Vec<u8> {
    let wealth = picture.table(&Filter::default());
    let mut table = Table::new(COLUMNS);
    for bank in &wealth.banks {
        for account in &bank.accounts {
            for row in &account.holdings {
                table.row(line(picture, bank, account, row));
            }
        }
    }
    table.into_bytes()
}

fn line(
    picture: &Snapshot,
    bank: &BankGroup,
    account: &AccountGroup,
    row: &HoldingRow,
) -> [String; 16] {
    let asset = picture.wealth.assets.get(&row.asset);
    let isin = asset.and_then(|asset| asset.isin.as_ref());
    [
        picture.on.to_string(),
        bank.name.clone(),
        account.name.clone(),
        account.wrapper.key().to_owned(),
        row.name.clone(),
        asset.map(|asset| asset.kind.key().to_owned()).unwrap_or_default(),
        or_nothing(isin),
        or_nothing(row.quantity),
        or_nothing(row.price),
        row.price_unit.clone().unwrap_or_default(),
        or_nothing(row.stated),
        or_nothing(row.cost),
        row.currency.to_string(),
        row.on.to_string(),
        or_nothing(row.amount.map(Money::decimal)),
        picture.currency.to_string(),
    ]
}
