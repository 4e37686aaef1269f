//! Imports holdings and their statements.

use std::collections::{BTreeMap, BTreeSet};

use pecule_domain::Decimal;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::market::price::Quote;
use pecule_domain::portfolio::holding::{Holding, Ownership, Position, Statement};
use pecule_formats::legacy::Legacy;
use pecule_formats::legacy::portfolio::LegacyAsset;

use crate::error::Result;
use crate::wealth::holdings::bounded;
use crate::wealth::import::legacy::run::{ImportPlan, SOURCE};
use crate::wealth::import::report::{Remark, What};

/// The position stated by the application.
struct HoldingSummary {
    position: Position,
    /// Price of one unit, for a quantity.
    price: Option<Decimal>,
}

/// Existing holdings, and those already matched.
struct RecordedHolding {
    by_place: BTreeMap<(AccountId, AssetId), Vec<HoldingId>>,
    taken: BTreeSet<HoldingId>,
}

impl ImportPlan<'_> {
    /// Plans holdings with their statements.
    pub(crate) fn holdings(&mut self, read: &Legacy) -> Result<()> {
        let mut kept = RecordedHolding { by_place: BTreeMap::new(), taken: BTreeSet::new() };
        for holding in self.wealth.holdings.values() {
            kept.by_place.entry((holding.account, holding.asset)).or_default().push(holding.id);
        }
        for asset in &read.assets {
            self.holding(asset, &mut kept)?;
        }
        Ok(())
    }

    fn holding(&mut self, read: &LegacyAsset, kept: &mut RecordedHolding) -> Result<()> {
        let Some(asset) = self.assets.get(&read.key).copied() else { return Ok(()) };
        let account = read.account.as_ref().and_then(|key| self.accounts.get(key)).copied();
        if account.is_none() {
            self.remark(read.line, &read.name, Remark::NoAccount);
        }
        let Some(account) = account.or(self.nowhere) else { return Ok(()) };
        let Some(told) = self.told(read) else { return Ok(()) };
        let cost = self.number(read, read.cost);
        let on = self.day(read.line, &read.name, read.valued_on);
        let known = self.stated_before(read, (account, asset), told.position, kept);
        let holding = match known {
            Some((id, true)) => {
                self.report.know(What::Holding, &read.name, "");
                kept.taken.insert(id);
                return Ok(());
            }
            Some((id, false)) => id,
            None => self.new_holding(account, asset)?,
        };
        kept.taken.insert(holding);
        self.batch.statements.push(Statement { holding, on, position: told.position, cost });
        if let Some(price) = told.price {
            let (unit, source) = (read.currency.into(), SOURCE.to_owned());
            self.batch.quotes.push(Quote { asset, on, price, unit, source });
        }
        Ok(())
    }

    fn new_holding(&mut self, account: AccountId, asset: AssetId) -> Result<HoldingId> {
        let id = self.member.draw(HoldingId::new)?;
        let ownership = Ownership::default();
        self.batch.holdings.push(Holding {
            id,
            account,
            asset,
            ownership,
            notes: String::new(),
            version: 1,
        });
        Ok(id)
    }

    /// Finds the existing holding, and whether it already has a statement for that day.
    fn stated_before(
        &self,
        read: &LegacyAsset,
        place: (AccountId, AssetId),
        position: Position,
        kept: &RecordedHolding,
    ) -> Option<(HoldingId, bool)> {
        let here = kept.by_place.get(&place)?.iter().filter(|id| !kept.taken.contains(id));
        let on = read.valued_on.map(|on| on.min(self.today));
        let mut found = None;
        for &id in here {
            let stated = self.stated.get(&id).map(Vec::as_slice).unwrap_or_default();
            let that_day = match on {
                Some(on) => stated.iter().find(|statement| statement.on == on),
                None => stated.first(),
            };
            match that_day {
                // Prefers the holding with the same position if an account has several of one asset.
                Some(statement) if statement.position == position => return Some((id, true)),
                Some(_) => found = found.or(Some((id, true))),
                None => found = found.or(Some((id, false))),
            }
        }
        found
    }

    /// Returns the position: the value, unless it equals the price of one unit.
    fn told(&mut self, read: &LegacyAsset) -> Option<HoldingSummary> {
        let value = self.number(read, read.value);
        let quantity = self.number(read, read.quantity);
        let price = self.number(read, read.unit_price).filter(|price| *price >= Decimal::ZERO);
        match (value, quantity, price, read.ounces) {
            (Some(value), Some(quantity), Some(price), _)
                if value == price && quantity != Decimal::ONE =>
            {
                self.remark(read.line, &read.name, Remark::UnitPrice);
                Some(HoldingSummary { position: Position::Quantity(quantity), price: Some(price) })
            }
            (Some(value), ..) => {
                Some(HoldingSummary { position: Position::Value(value), price: None })
            }
            (None, Some(quantity), price, _) => {
                Some(HoldingSummary { position: Position::Quantity(quantity), price })
            }
            (None, None, price, Some(ounces)) => {
                let ounces = self.number(read, Some(ounces))?;
                Some(HoldingSummary { position: Position::Quantity(ounces), price })
            }
            (None, None, _, None) => {
                self.remark(read.line, &read.name, Remark::NotHeld);
                None
            }
        }
    }

    /// Rounds a number to 18 decimals; refuses it beyond ±10^15.
    fn number(&mut self, read: &LegacyAsset, number: Option<Decimal>) -> Option<Decimal> {
        let kept = bounded("value", number?.round_dp(18)).ok();
        if kept.is_none() {
            self.remark(read.line, &read.name, Remark::OutOfRange);
        }
        kept
    }
}
