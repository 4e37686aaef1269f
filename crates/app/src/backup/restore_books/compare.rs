//! Compares two copies of books by totals on a few days and by every record that differs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_domain::id::BooksId;
use pecule_domain::money::amount::Money;
use pecule_domain::money::apportion::Exact;
use pecule_domain::money::currency::Currency;
use pecule_store::books::changes::selective_restore::Contents;
use pecule_store::books::{Books, View};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Result;
use crate::wealth::portfolio::Portfolio;
use crate::wealth::snapshot::{Filter, Snapshot};

crate::words! {
    /// How a record differs.
    Change {
        /// Only in the older copy.
        Gone = "gone": "it was there then, and is not any more",
        /// In both, with different content.
        Changed = "changed": "it says something else than it did",
        /// Only in today's books.
        New = "new": "it was not there then",
    }
}

crate::words! {
    /// Kind of a record.
    RecordKind {
        Account = "account": "an account",
        Asset = "asset": "an asset",
        /// An asset in an account.
        Holding = "holding": "an asset in an account",
    }
}

/// A record that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordDiff {
    /// `account`, `asset` or `holding`.
    #[schema(value_type = String)]
    pub kind: RecordKind,
    /// Identity; with `kind` it selects the record for a restore.
    pub id: String,
    pub name: String,
    /// `gone`, `changed` or `new`.
    #[schema(value_type = String)]
    pub change: Change,
    /// Value in the older copy; null if it was absent or had no value.
    #[schema(value_type = Option<String>)]
    pub then: Option<Money>,
    /// Value today; null if it is absent or has no value.
    #[schema(value_type = Option<String>)]
    pub now: Option<Money>,
}

/// The total on one day in both copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalDiff {
    #[schema(value_type = String)]
    pub on: Date,
    /// Total in the older copy.
    #[schema(value_type = String)]
    pub then: Money,
    /// Total in today's books.
    #[schema(value_type = String)]
    pub now: Money,
}

/// The comparison of two copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    #[schema(value_type = String)]
    pub books: BooksId,
    pub title: String,
    /// Time of the older copy, if known.
    #[schema(value_type = Option<String>)]
    pub made_at: Option<Timestamp>,
    /// Whether today's books are unreadable; then both sides are the older copy.
    pub damaged: bool,
    /// Currency of all amounts: the reporting currency of today's books.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Totals today, on the day of the copy, and at the end of the last two years.
    pub days: Vec<TotalDiff>,
    /// Accounts, assets, then holdings, each by name.
    pub lines: Vec<RecordDiff>,
}

/// One of the two copies: the content, name and value of every record.
struct ComparedBooks {
    contents: Contents,
    picture: Snapshot,
}

/// Name and value by identity.
type Worth = BTreeMap<String, (String, Option<Money>)>;

impl Comparison {
    /// Compares two copies, both valued in the currency of today's books.
    pub(crate) fn of(
        (books, title): (BooksId, String),
        (then, now): (&Books, &Books),
        made_at: Option<Timestamp>,
        today: Date,
    ) -> Result<Self> {
        let currency = now.read(|view| Portfolio::load(view, today, None))?.reporting_currency();
        let (before, after) =
            (ComparedBooks::of(then, today, currency)?, ComparedBooks::of(now, today, currency)?);
        let made_on = made_at.map(|at| at.to_zoned(TimeZone::system()).date());
        let year_ends = [1, 2].map(|back| Date::new(today.year() - back, 12, 31).ok());
        let days: BTreeSet<Date> =
            [Some(today), made_on].into_iter().chain(year_ends).flatten().collect();
        let days = days.into_iter().rev().map(|on| {
            Ok(TotalDiff {
                on,
                then: then.read(|view| total(view, on, currency))?,
                now: now.read(|view| total(view, on, currency))?,
            })
        });
        Ok(Self {
            books,
            title,
            made_at,
            damaged: false,
            currency,
            days: days.collect::<Result<_>>()?,
            lines: lines(&before, &after),
        })
    }
}

impl ComparedBooks {
    fn of(books: &Books, today: Date, currency: Currency) -> Result<Self> {
        books.read(|view| {
            let wealth = Arc::new(Portfolio::load(view, today, None)?);
            Ok(Self { contents: view.contents()?, picture: Snapshot::take(wealth, currency)? })
        })
    }

    /// Values accounts, assets and holdings.
    fn worth(&self) -> [Worth; 3] {
        let picture = &self.picture;
        let wealth = &picture.wealth;
        let (mut accounts, mut assets) = (BTreeMap::new(), BTreeMap::new());
        let mut holdings = Worth::new();
        let name_of = |account| {
            wealth.accounts.get(account).map_or_else(String::new, |account| account.name.clone())
        };
        for holding in wealth.holdings.values() {
            let name =
                format!("{} — {}", wealth.asset_name(holding.asset), name_of(&holding.account));
            holdings.insert(holding.id.to_string(), (name, None));
        }
        let whole = Filter::default();
        for (line, value) in picture.valued(&whole) {
            let (holding, exact) = (&line.holding, Exact::from(value.amount));
            if let Some(known) = holdings.get_mut(&holding.id.to_string()) {
                known.1 = Some(exact.rounded(picture.currency));
            }
            add(&mut accounts, holding.account.to_string(), exact);
            add(&mut assets, holding.asset.to_string(), exact);
        }
        let sum = |sums: &BTreeMap<String, Exact>, id: &str| {
            sums.get(id).map(|sum| sum.rounded(picture.currency))
        };
        let accounts = wealth.accounts.iter().map(|(id, account)| {
            let id = id.to_string();
            let worth = sum(&accounts, &id);
            (id, (account.name.clone(), worth))
        });
        let assets = wealth.assets.iter().map(|(id, asset)| {
            let id = id.to_string();
            let worth = sum(&assets, &id);
            (id, (asset.name.clone(), worth))
        });
        [accounts.collect(), assets.collect(), holdings]
    }
}

fn add(sums: &mut BTreeMap<String, Exact>, id: String, exact: Exact) {
    let sum = sums.entry(id).or_insert(Exact::ZERO);
    *sum = sum.plus(exact);
}

/// Returns the total on a day.
fn total(view: View<'_>, on: Date, currency: Currency) -> Result<Money> {
    let picture = Snapshot::take(Arc::new(Portfolio::load(view, on, None)?), currency)?;
    let whole = Filter::default();
    let amounts = picture.valued(&whole).map(|(_line, value)| Exact::from(value.amount));
    Ok(amounts.sum::<Exact>().rounded(currency))
}

/// Lists every record that differs.
fn lines(then: &ComparedBooks, now: &ComparedBooks) -> Vec<RecordDiff> {
    let (before, after) = (&then.contents, &now.contents);
    let said = [
        (RecordKind::Account, texts(&before.accounts), texts(&after.accounts)),
        (RecordKind::Asset, texts(&before.assets), texts(&after.assets)),
        (RecordKind::Holding, texts(&before.holdings), texts(&after.holdings)),
    ];
    let worth = then.worth().into_iter().zip(now.worth());
    let all = said.into_iter().zip(worth);
    all.flat_map(|((kind, before, after), (then, now))| {
        differing(kind, (&before, &after), (&then, &now))
    })
    .collect()
}

fn texts<T: ToString>(records: &BTreeMap<T, String>) -> BTreeMap<String, String> {
    records.iter().map(|(id, text)| (id.to_string(), text.clone())).collect()
}

/// Lists the records of one kind that differ, by name.
fn differing(
    kind: RecordKind,
    (before, after): (&BTreeMap<String, String>, &BTreeMap<String, String>),
    (then, now): (&Worth, &Worth),
) -> Vec<RecordDiff> {
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut lines: Vec<RecordDiff> = ids
        .into_iter()
        .filter_map(|id| {
            let change = match (before.get(id), after.get(id)) {
                (Some(before), Some(after)) if before == after => return None,
                (Some(_), Some(_)) => Change::Changed,
                (Some(_), None) => Change::Gone,
                (None, _) => Change::New,
            };
            let named = now.get(id).or_else(|| then.get(id));
            Some(RecordDiff {
                kind,
                id: id.clone(),
                name: named.map(|(name, _)| name.clone()).unwrap_or_default(),
                change,
                then: then.get(id).and_then(|(_, worth)| *worth),
                now: now.get(id).and_then(|(_, worth)| *worth),
            })
        })
        .collect();
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    lines
}
