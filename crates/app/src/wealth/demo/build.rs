//! Creates the demo records from the tables, with dates relative to today.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use pecule_domain::Decimal;
use pecule_domain::id::{
    AccountId, AssetId, BankId, HoldingId, NoteId, TaskId, TaxonId, TaxonomyId,
};
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::market::price::Quote;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::{Account, Tracking};
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::composition::{Composition, Part};
use pecule_domain::portfolio::holding::{Holding, Ownership, Position, Statement};
use pecule_domain::portfolio::note::Note;
use pecule_domain::portfolio::task::Task;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};

use crate::actors::member::Member;
use crate::error::{Error, Result};
use crate::wealth::batch::Batch;
use crate::wealth::demo::accounts::{BANKS, DemoAccount, PLACES};
use crate::wealth::demo::assets::{DemoAsset, Split, THINGS};
use crate::wealth::demo::compositions::{DemoComposition, RECIPES};
use crate::wealth::demo::holdings::{DemoHolding, DemoStatement, HOLDINGS};
use crate::wealth::demo::market::{MONTHS, PriceCurve, RATES};
use crate::wealth::demo::tasks::{NOTES, TASKS, Todo};
use crate::wealth::demo::taxonomy::{HEADINGS, TAXONOMY};

/// Source of the demo prices and rates.
const SOURCE: &str = "demo";

/// The records under construction.
pub(crate) struct DemoDraft<'m> {
    member: &'m Member<'m>,
    today: Date,
    banks: BTreeMap<&'static str, BankId>,
    accounts: BTreeMap<&'static str, AccountId>,
    assets: BTreeMap<&'static str, AssetId>,
    batch: Batch,
}

impl<'m> DemoDraft<'m> {
    pub(crate) fn new(member: &'m Member<'m>) -> Self {
        Self {
            member,
            today: member.today(),
            banks: BTreeMap::new(),
            accounts: BTreeMap::new(),
            assets: BTreeMap::new(),
            batch: Batch::default(),
        }
    }

    /// Returns all records except the recorded days.
    pub(crate) fn batch(mut self) -> Result<Batch> {
        for &(name, notes) in BANKS {
            let id = self.member.draw(BankId::new)?;
            self.banks.insert(name, id);
            self.batch.banks.push(Bank {
                id,
                name: name.to_owned(),
                notes: notes.to_owned(),
                version: 1,
            });
        }
        PLACES.iter().try_for_each(|place| self.place(place))?;
        THINGS.iter().try_for_each(|thing| self.thing(thing))?;
        RECIPES.iter().try_for_each(|recipe| self.recipe(recipe))?;
        HOLDINGS.iter().try_for_each(|held| self.held(held))?;
        self.rates()?;
        self.sorted()?;
        TASKS.iter().try_for_each(|todo| self.todo(todo))?;
        self.notes()?;
        Ok(self.batch)
    }

    fn place(&mut self, place: &DemoAccount) -> Result<()> {
        let id = self.member.draw(AccountId::new)?;
        self.accounts.insert(place.name, id);
        self.batch.accounts.push(Account {
            id,
            bank: *self.banks.get(place.bank).ok_or_else(|| missing(place.bank))?,
            name: place.name.to_owned(),
            wrapper: place.wrapper,
            currency: read(place.currency)?,
            opened_on: Some(before(self.today, Span::new().years(place.years).days(75))?),
            closed_on: None,
            tracking: Tracking::Values,
            notes: String::new(),
            version: 1,
        });
        Ok(())
    }

    fn thing(&mut self, thing: &DemoAsset) -> Result<()> {
        let id = self.member.draw(AssetId::new)?;
        self.assets.insert(thing.name, id);
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let asset = Asset {
            id,
            name: thing.name.to_owned(),
            kind: thing.kind,
            isin: said(thing.isin).map(|isin| read(&isin)).transpose()?,
            ticker: said(thing.ticker),
            issuer: said(thing.issuer),
            // The currency of the price is that of the asset.
            currency: match thing.price {
                Some((_, unit, _)) => price_unit(unit)?.currency,
                None => read(thing.currency)?,
            },
            unit: thing.unit,
            notes: thing.notes.to_owned(),
            version: 1,
        };
        self.batch.assets.push((asset, allocation(thing.split)?));
        if let Some((price, unit, course)) = thing.price {
            let (price, unit): (Decimal, _) = (read(price)?, price_unit(unit)?);
            for (on, price) in self.months(price, course)? {
                let source = SOURCE.to_owned();
                self.batch.quotes.push(Quote { asset: id, on, price, unit, source });
            }
        }
        Ok(())
    }

    /// Derives monthly values from today's, oldest first; the last one is three days old.
    fn months(&self, today: Decimal, course: PriceCurve) -> Result<Vec<(Date, Decimal)>> {
        let decimals = today.scale().max(2);
        let month = |(ago, factor): (i32, i64)| {
            let on = before(self.today, Span::new().months(ago).days(3))?;
            Ok((on, (today * Decimal::new(factor, 3)).round_dp(decimals)))
        };
        (0..=MONTHS).rev().zip(course.thousandths()).map(month).collect()
    }

    fn recipe(&mut self, &(name, months, parts): &DemoComposition) -> Result<()> {
        let part = |&(name, percent): &(&'static str, &'static str)| {
            Ok(Part { asset: self.asset(name)?, share: percentage(percent)? })
        };
        let composition = Composition {
            asset: self.asset(name)?,
            valid_from: before(self.today, Span::new().months(months).days(6))?,
            parts: parts.iter().map(part).collect::<Result<_>>()?,
            source: SOURCE.to_owned(),
        };
        self.batch.compositions.push(composition);
        Ok(())
    }

    fn held(&mut self, held: &DemoHolding) -> Result<()> {
        let id = self.member.draw(HoldingId::new)?;
        let (right, percent) = held.owned;
        self.batch.holdings.push(Holding {
            id,
            account: *self.accounts.get(held.account).ok_or_else(|| missing(held.account))?,
            asset: self.asset(held.asset)?,
            ownership: Ownership { right, share: percentage(percent)? },
            notes: String::new(),
            version: 1,
        });
        let cost = Some(held.cost).filter(|cost| !cost.is_empty()).map(read).transpose()?;
        let (stated, position): (_, fn(Decimal) -> Position) = match held.stated {
            DemoStatement::Units(stated) => (stated, Position::Quantity),
            DemoStatement::Worth(stated) => (stated, Position::Value),
        };
        for &(months, number) in stated {
            let on = before(self.today, Span::new().months(months).days(4))?;
            let position = position(read(number)?);
            self.batch.statements.push(Statement { holding: id, on, position, cost });
        }
        Ok(())
    }

    fn rates(&mut self) -> Result<()> {
        for &(base, counter, rate, course) in RATES {
            for (on, rate) in self.months(read(rate)?, course)? {
                let (base, counter, source) = (read(base)?, read(counter)?, SOURCE.to_owned());
                self.batch.rates.push(ExchangeRate { base, counter, on, rate, source });
            }
        }
        Ok(())
    }

    fn sorted(&mut self) -> Result<()> {
        let taxonomy = self.member.draw(TaxonomyId::new)?;
        self.batch.taxonomies.push(Taxonomy { id: taxonomy, name: TAXONOMY.to_owned() });
        for &(heading, assets) in HEADINGS {
            let taxon = self.member.draw(TaxonId::new)?;
            self.batch.taxons.push(Taxon { id: taxon, taxonomy, name: heading.to_owned() });
            for &(asset, percent) in assets {
                let assignment =
                    Assignment { asset: self.asset(asset)?, taxon, share: percentage(percent)? };
                self.batch.assignments.push(assignment);
            }
        }
        Ok(())
    }

    fn todo(&mut self, todo: &Todo) -> Result<()> {
        self.batch.tasks.push(Task {
            id: self.member.draw(TaskId::new)?,
            title: todo.title.to_owned(),
            asset: self.find_asset(todo.asset)?,
            due_on: todo.due.map(|days| before(self.today, Span::new().days(-days))).transpose()?,
            done_on: todo
                .done
                .map(|days| before(self.today, Span::new().days(days)))
                .transpose()?,
            notes: todo.notes.to_owned(),
            version: 1,
        });
        Ok(())
    }

    fn notes(&mut self) -> Result<()> {
        for &(days, asset, text) in NOTES {
            let id = self.member.draw(NoteId::new)?;
            let on = before(self.today, Span::new().days(days))?;
            let asset = self.find_asset(asset)?;
            self.batch.notes.push(Note { id, asset, on, text: text.to_owned() });
        }
        Ok(())
    }

    fn asset(&self, name: &str) -> Result<AssetId> {
        self.assets.get(name).copied().ok_or_else(|| missing(name))
    }

    /// Finds an asset by name; `None` for an empty name.
    fn find_asset(&self, name: &str) -> Result<Option<AssetId>> {
        if name.is_empty() { Ok(None) } else { self.asset(name).map(Some) }
    }
}

fn allocation(split: &[Split]) -> Result<Allocation> {
    let mut allocation = Allocation::default();
    for &(class, percent, zones) in split {
        let zones = zones.iter().map(|&(zone, percent)| Ok((zone, percentage(percent)?)));
        let zones = zones.collect::<Result<_>>()?;
        allocation.classes.insert(class, ClassPart { share: percentage(percent)?, zones });
    }
    allocation.checked().map_err(Error::internal)
}

fn before(day: Date, span: Span) -> Result<Date> {
    day.checked_sub(span).map_err(Error::internal)
}

fn percentage(text: &str) -> Result<Share> {
    Share::from_percentage(read(text)?).map_err(Error::internal)
}

fn price_unit(text: &str) -> Result<pecule_domain::market::price::PriceUnit> {
    read(text)
}

fn read<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T> {
    text.parse().map_err(Error::internal)
}

fn missing(name: &str) -> Error {
    Error::internal(format!("the invented household has no {name}"))
}
