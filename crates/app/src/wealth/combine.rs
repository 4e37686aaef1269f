//! Combines several sets of books into one picture, each in full or at the person's share.

use std::sync::Arc;

use jiff::civil::Date;
use pecule_domain::id::PersonId;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_store::books::View;
use pecule_store::household::books::list::Access;
use rust_decimal::Decimal;

use crate::actors::books_filter::DisplayedBooks;
use crate::actors::member::Member;
use crate::error::Result;
use crate::state::books_cache::OpenBooks;
use crate::state::snapshot_key::{BooksVersion, SnapshotKey};
use crate::wealth::ownership_part::OwnershipPart;
use crate::wealth::portfolio::{CURRENCY, Portfolio};
use crate::wealth::snapshot::{Snapshot, SnapshotBooks};

/// The recorded days of one set of books, and the part that counts.
type Recorded = (Vec<RecordedDay>, Option<OwnershipPart>);

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
pub(crate) fn owners(view: View<'_>) -> pecule_store::Result<Vec<(PersonId, Share)>> {
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

impl Member<'_> {
    /// Returns the wealth on a day (today by default), in the currency of the person's first books.
    pub fn picture(&self, on: Option<Date>) -> Result<Arc<Snapshot>> {
        let on = on.unwrap_or_else(|| self.today());
        picture(&self.shown, &self.base, self.person.id(), on)
    }

    /// Returns the wealth of the books that changes go into, alone and in full, to validate a change.
    pub fn ground(&self, on: Option<Date>) -> Result<Arc<Snapshot>> {
        let is_first = self.base.books.id() == self.books();
        if let ([only], true) = (self.shown.as_slice(), is_first) {
            let picture = self.picture(on)?;
            let is_whole = picture.sources.iter().all(|source| source.portion.is_none());
            if is_whole && only.open.books.id() == self.books() {
                return Ok(picture);
            }
        }
        self.open.picture(on.unwrap_or_else(|| self.today()))
    }
}
