//! Combines several sets of books into one picture, each in full or at the person's share.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::amount::{Amount, Money};
use pecule_domain::money::apportion::{Exact, apportion};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_store::books::View;
use pecule_store::household::books::list::Access;
use rust_decimal::Decimal;

use crate::books::open::OpenBooks;
use crate::books::selection::DisplayedBooks;
use crate::error::Result;
use crate::wealth::portfolio::{CURRENCY, Portfolio};
use crate::wealth::snapshot::{Snapshot, SnapshotBooks};

/// One owner's part of joint books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnershipPart {
    /// Shares of the owners in the order of their identities, then the part outside the household.
    shares: Vec<Share>,
    /// Index of this owner's share.
    place: usize,
}

/// The recorded days of one set of books, and the part that counts.
type Recorded = (Vec<RecordedDay>, Option<OwnershipPart>);

/// The version of one set of books in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BooksVersion {
    pub(crate) books: BooksId,
    head: i64,
    title: String,
    portion: Option<OwnershipPart>,
}

/// The cache key of a picture: day and version of all books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SnapshotKey {
    pub(crate) on: Date,
    of: Vec<BooksVersion>,
    /// The books that define currency, rates and zones, if they are not shown themselves.
    base: Option<(BooksId, i64)>,
}

impl SnapshotKey {
    /// The key of one set of books alone, in its own currency.
    pub(crate) fn alone(on: Date, books: BooksId, head: i64) -> Self {
        let stand = BooksVersion { books, head, title: String::new(), portion: None };
        // The empty title keeps it distinct from the picture of these books with sources.
        Self { on, of: vec![stand], base: None }
    }

    /// Whether these books are shown, or define currency and rates.
    pub(crate) fn shows(&self, books: BooksId) -> bool {
        self.of.iter().any(|stand| stand.books == books)
            || self.base.is_some_and(|(base, _)| base == books)
    }

    /// Whether books in both keys have changed between them.
    pub(crate) fn is_behind(&self, other: &Self) -> bool {
        self.heads()
            .any(|(books, head)| other.heads().any(|(same, newer)| books == same && head != newer))
    }

    fn heads(&self) -> impl Iterator<Item = (BooksId, i64)> {
        self.of.iter().map(|stand| (stand.books, stand.head)).chain(self.base)
    }
}

impl OwnershipPart {
    /// Returns the part of one owner; `None` for a sole owner.
    fn of(owners: &[(PersonId, Share)], person: PersonId) -> Option<Self> {
        let place = owners.iter().position(|(owner, _)| *owner == person)?;
        let mut shares: Vec<Share> = owners.iter().map(|(_, share)| *share).collect();
        if shares.get(place) == Some(&Share::WHOLE) {
            return None;
        }
        // Shares read from a file may exceed one; the rest is then 0.
        shares.push(Share::sum(shares.iter().copied()).map_or(Share::NONE, Share::rest));
        Some(Self { shares, place })
    }

    /// The owner's share.
    pub(crate) fn share(&self) -> Share {
        self.shares.get(self.place).copied().unwrap_or_default()
    }

    /// Returns the part of a sum that was rounded to `total`; the parts of all owners add up to
    /// `total`.
    pub(crate) fn part(&self, exact: Exact, total: Money) -> Money {
        let parts: Vec<Exact> = self.shares.iter().map(|share| exact.share(*share)).collect();
        let zero = Money::zero(total.currency);
        apportion(&parts, total).get(self.place).copied().unwrap_or(zero)
    }

    fn part_of(&self, number: Decimal, currency: Currency) -> Decimal {
        let Ok(amount) = Amount::from_decimal(number) else { return Decimal::ZERO };
        let exact = Exact::from(amount);
        self.part(exact, exact.rounded(currency)).decimal()
    }
}

/// Returns the combined picture of a day, in the currency of the person's first books.
pub(crate) fn picture(
    shown: &[DisplayedBooks],
    base: &Arc<OpenBooks>,
    person: PersonId,
    on: Date,
) -> Result<Arc<Snapshot>> {
    let stands = stands(shown, base, person, on)?;
    // Cached with the first books shown, and evicted with them.
    let Some(first) = shown.first() else { return base.picture(on) };
    first.open.kept_or(stands, |stands| take(shown, base, stands))
}

fn stands(
    shown: &[DisplayedBooks],
    base: &Arc<OpenBooks>,
    person: PersonId,
    on: Date,
) -> Result<SnapshotKey> {
    let mut stands = Vec::with_capacity(shown.len());
    for shown in shown {
        let (head, owners) = shown.open.books.read(|view| {
            let owners = if shown.at_share { owners(view)? } else { Vec::new() };
            Ok::<_, pecule_store::Error>((view.audit_head()?.seq, owners))
        })?;
        let portion = OwnershipPart::of(&owners, person);
        let books = shown.open.books.id();
        stands.push(BooksVersion { books, head, title: shown.title.clone(), portion });
    }
    let base = if shown.iter().any(|shown| shown.open.books.id() == base.books.id()) {
        None
    } else {
        Some((base.books.id(), base.books.read(|view| view.audit_head())?.seq))
    };
    Ok(SnapshotKey { on, of: stands, base })
}

/// Reads the owners of books and their shares, as pinned inside.
fn owners(view: View<'_>) -> pecule_store::Result<Vec<(PersonId, Share)>> {
    let owners = view.grantees()?.into_iter().filter(|pin| pin.access == Access::Own);
    Ok(owners.map(|pin| (pin.person, pin.share)).collect())
}

fn take(shown: &[DisplayedBooks], base: &Arc<OpenBooks>, stands: &SnapshotKey) -> Result<Snapshot> {
    let on = stands.on;
    let (currency, mut preferred) = base.books.read(|view| {
        let currency = view.find_setting(CURRENCY)?.and_then(|code| code.parse().ok());
        let inventory = stands.base.map(|_| view.inventory(on)).transpose()?;
        Ok::<_, pecule_store::Error>((currency.unwrap_or(Currency::EUR), inventory))
    })?;
    let mut joined: Option<Portfolio> = None;
    let mut sources = Vec::with_capacity(shown.len());
    let mut histories = Vec::with_capacity(shown.len());
    for (shown, stand) in shown.iter().zip(&stands.of) {
        let (mut wealth, changed_at) = shown.open.books.read(|view| {
            let last = view.operations(None, 1)?.into_iter().next();
            let wealth = Portfolio::load(view, on, Some(currency))?;
            Ok::<_, pecule_store::Error>((wealth, last.map(|last| last.at)))
        })?;
        histories.push((std::mem::take(&mut wealth.history), stand.portion.clone()));
        sources.push(SnapshotBooks {
            books: stand.books,
            title: stand.title.clone(),
            share: stand.portion.as_ref().map_or(Share::WHOLE, OwnershipPart::share),
            stated_on: wealth.statements.values().map(|statement| statement.on).max(),
            changed_at,
            holdings: wealth.holdings.keys().copied().collect(),
            banks: wealth.banks.keys().copied().collect(),
            portion: stand.portion.clone(),
        });
        // The first books take precedence for rates and zones.
        match &mut joined {
            Some(joined) => joined.take_in(wealth),
            None => joined = Some(wealth),
        }
    }
    let mut wealth = joined.ok_or_else(|| crate::error::Error::internal("a picture of nothing"))?;
    if let Some(preferred) = preferred.take() {
        let theirs = std::mem::take(&mut wealth.rates);
        wealth.rates = pecule_domain::market::exchange_rate::Rates::new(preferred.rates);
        wealth.rates.fill(theirs);
        let theirs = std::mem::replace(&mut wealth.default_zones, preferred.default_zones);
        for (class, zones) in theirs {
            wealth.default_zones.entry(class).or_insert(zones);
        }
    }
    wealth.history = together(histories, currency);
    wealth.currency = Some(currency);
    Snapshot::of(Arc::new(wealth), currency, sources)
}

/// Merges the recorded days of several books: each day adds the last known totals of each.
fn together(mut histories: Vec<Recorded>, currency: Currency) -> Vec<RecordedDay> {
    for (days, portion) in &mut histories {
        let Some(portion) = portion else { continue };
        for day in days {
            day.gross = portion.part_of(day.gross, currency);
            day.debts = portion.part_of(day.debts, currency);
            day.net = day.gross - day.debts;
        }
    }
    if histories.len() < 2 {
        return histories.pop().map(|(days, _)| days).unwrap_or_default();
    }
    let mut every: Vec<Date> =
        histories.iter().flat_map(|(days, _)| days.iter().map(|day| day.on)).collect();
    every.sort_unstable();
    every.dedup();
    let sum = |on: Date| {
        let known = histories.iter().filter_map(|(days, _)| {
            let behind = days.partition_point(|day| day.on <= on);
            days.get(behind.checked_sub(1)?)
        });
        let mut all = RecordedDay {
            on,
            currency,
            net: Decimal::ZERO,
            gross: Decimal::ZERO,
            debts: Decimal::ZERO,
            source: String::new(),
        };
        for day in known {
            all.net += day.net;
            all.gross += day.gross;
            all.debts += day.debts;
            if !all.source.split(", ").any(|source| source == day.source) {
                let between = if all.source.is_empty() { "" } else { ", " };
                all.source = format!("{}{between}{}", all.source, day.source);
            }
        }
        all
    };
    every.into_iter().map(sum).collect()
}
