//! Books in the clear, for whoever reads them with another program: all of it as JSON, wealth of today as a table.

use std::collections::BTreeMap;

use jiff::Timestamp;
use pecule_domain::id::BooksId;
use pecule_domain::money::amount::Money;
use pecule_store::books::changes::row_images::Image;
use serde::Serialize;

use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::audit_event::Deed;
use crate::books::selection::Seek;
use crate::csv::{Table, or_nothing};
use crate::error::{Error, Reason, Result};
use crate::wealth::reports::wealth_table::{AccountGroup, BankGroup, HoldingRow};
use crate::wealth::snapshot::{Picture, Scope};

/// The form of the JSON.
const FORMAT: u32 = 1;

crate::words! {
    /// What books are written as.
    Readable {
        /// One line for each holding, for a spreadsheet.
        Csv = "csv": "CSV",
        /// Everything, for a program.
        Json = "json": "JSON",
    }
}

impl Readable {
    /// The form of a word; everything where nothing is asked for.
    pub fn parse(word: Option<&str>) -> Result<Self> {
        let word = word.unwrap_or(Self::Json.key());
        let found = Self::ALL.iter().copied().find(|form| form.key() == word);
        found.ok_or_else(|| Error::invalid("format", Reason::NotInList))
    }

    /// Its media type.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Everything in a set of books.
#[derive(Serialize)]
struct Whole<'a> {
    /// The form of this file.
    format: u32,
    /// The version of the program that wrote it.
    pecule: &'static str,
    made_at: Timestamp,
    books: BooksId,
    title: &'a str,
    /// Every row, by table.
    tables: BTreeMap<String, Vec<Image>>,
}

/// The columns of the table, in the order of [`line()`].
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
    /// A set of books that one may open, in the clear; the password is asked for again first, and it is written down.
    pub fn export_books(&self, books: BooksId, form: Readable) -> Result<Vec<u8>> {
        self.require_oneself()?;
        let member = self.member_at(&Seek { books: Some(books), ..Seek::default() })?;
        self.require_confirmed()?;
        let bytes = match form {
            Readable::Csv => table(&*member.ground(None)?),
            Readable::Json => member.whole()?,
        };
        let which = books.to_string();
        self.app().record(&match form {
            Readable::Csv => Deed::of(self, "wealth-exported", &which),
            Readable::Json => Deed::of(self, "books-exported", &which),
        })?;
        Ok(bytes)
    }
}

impl Member<'_> {
    fn whole(&self) -> Result<Vec<u8>> {
        let books = self.books();
        let title = self.shelves().iter().find(|shelf| shelf.id == books);
        let whole = Whole {
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

/// One line for each holding; what it amounts to sums to the total of Patrimoine.
fn table(picture: &Picture) -> Vec<u8> {
    let wealth = picture.table(&Scope::default());
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
    picture: &Picture,
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
