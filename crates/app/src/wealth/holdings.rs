//! Holdings: an asset in an account, and what is stated of it from day to day.

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, HoldingId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::holding::{Holding, Ownership, Position, Right, Statement};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::portfolio::Wealth;

/// The greatest number that can be typed for a quantity, a value or a cost.
const MOST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// A holding as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HoldingLine {
    /// Which.
    #[schema(value_type = String)]
    pub id: HoldingId,
    /// Where it is kept.
    #[schema(value_type = String)]
    pub account: AccountId,
    /// What it is.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// The name of the asset.
    pub asset_name: String,
    /// How many units, where it is valued by quantity.
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// The stated value of the whole, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// What the whole cost, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// The day of that statement.
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    /// `full`, `bare` or `usufruct`.
    #[schema(value_type = String)]
    pub right: Right,
    /// One's share of it, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
    /// What its owner wants to remember.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// A holding as it is sent: a quantity or a value.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldingForm {
    /// Where it is kept.
    #[schema(value_type = String)]
    pub account: AccountId,
    /// What it is.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// How many units.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// The stated value of the whole, in the currency of the asset; below 0 for a debt.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// What the whole cost, in the currency of the asset.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// From which day on; today where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    /// `full` where none is given.
    #[serde(default = "full")]
    #[schema(value_type = String)]
    pub right: Right,
    /// One's share of it, as a fraction of one; all of it where none is given.
    #[serde(default = "whole")]
    #[schema(value_type = String)]
    pub share: Share,
    /// What its owner wants to remember.
    #[serde(default)]
    pub notes: String,
    /// The version that the change is based on; none when adding.
    #[serde(default)]
    pub version: Option<u32>,
}

const fn full() -> Right {
    Right::Full
}

const fn whole() -> Share {
    Share::WHOLE
}

impl HoldingLine {
    pub(crate) fn of(wealth: &Wealth, holding: &Holding, stated: Option<&Statement>) -> Self {
        let (quantity, value) = match stated.map(|stated| stated.position) {
            Some(Position::Quantity(quantity)) => (Some(quantity), None),
            Some(Position::Value(value)) => (None, Some(value)),
            None => (None, None),
        };
        Self {
            id: holding.id,
            account: holding.account,
            asset: holding.asset,
            asset_name: wealth.asset_name(holding.asset),
            quantity,
            value,
            cost: stated.and_then(|stated| stated.cost),
            on: stated.map(|stated| stated.on),
            right: holding.ownership.right,
            share: holding.ownership.share,
            notes: holding.notes.clone(),
            version: holding.version,
        }
    }
}

/// Refuses numbers that no household has.
pub(crate) fn bounded(field: &str, number: Decimal) -> Result<Decimal> {
    if number.abs() > MOST || number.normalize().scale() > 18 {
        return Err(Error::invalid(field, Reason::OutOfRange));
    }
    Ok(number)
}

impl HoldingForm {
    /// So much of an asset in an account.
    pub fn new(account: AccountId, asset: AssetId, position: Position) -> Self {
        let (quantity, value) = match position {
            Position::Quantity(quantity) => (Some(quantity), None),
            Position::Value(value) => (None, Some(value)),
        };
        Self {
            account,
            asset,
            quantity,
            value,
            cost: None,
            on: None,
            right: Right::Full,
            share: Share::WHOLE,
            notes: String::new(),
            version: None,
        }
    }

    pub(crate) fn parse(
        &self,
        id: HoldingId,
        version: u32,
        today: Date,
    ) -> Result<(Holding, Statement)> {
        let position = match (self.quantity, self.value) {
            (Some(quantity), None) => Position::Quantity(bounded("quantity", quantity)?),
            (None, Some(value)) => Position::Value(bounded("value", value)?),
            _ => return Err(Error::invalid("value", Reason::QuantityOrValue)),
        };
        let cost = self.cost.map(|cost| bounded("cost", cost)).transpose()?;
        let holding = Holding {
            id,
            account: self.account,
            asset: self.asset,
            ownership: Ownership { right: self.right, share: self.share },
            notes: validate::notes("notes", &self.notes)?,
            version,
        };
        Ok((holding, Statement { holding: id, on: self.on.unwrap_or(today), position, cost }))
    }
}

impl Member<'_> {
    /// Every holding, as stated today.
    pub fn holdings(&self) -> Result<Vec<HoldingLine>> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let line = |holding: &Holding| {
            HoldingLine::of(wealth, holding, wealth.statements.get(&holding.id))
        };
        Ok(wealth.holdings.values().map(line).collect())
    }

    /// One holding, as stated today.
    pub fn holding(&self, id: HoldingId) -> Result<HoldingLine> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let holding = wealth.holdings.get(&id).ok_or(Error::NotFound)?;
        Ok(HoldingLine::of(wealth, holding, wealth.statements.get(&id)))
    }

    /// Adds a holding with its first statement.
    pub fn add_holding(&self, form: &HoldingForm) -> Result<HoldingLine> {
        let picture = self.ground(None)?;
        let wealth = &picture.wealth;
        if !wealth.accounts.contains_key(&form.account) {
            return Err(Error::invalid("account", Reason::Unknown));
        }
        let asset = wealth
            .assets
            .get(&form.asset)
            .ok_or_else(|| Error::invalid("asset", Reason::Unknown))?;
        let (holding, statement) = form.parse(self.draw(HoldingId::new)?, 1, self.today())?;
        let summary = json!({ "name": asset.name });
        self.change("holding-added", &summary, |edit| {
            edit.add_holding(&holding)?;
            edit.put_statement(&statement)?;
            Ok(())
        })?;
        let mut line = HoldingLine::of(wealth, &holding, Some(&statement));
        line.asset_name.clone_from(&asset.name);
        Ok(line)
    }

    /// Changes a holding, and states anew how much of it there is.
    pub fn edit_holding(&self, id: HoldingId, form: &HoldingForm) -> Result<HoldingLine> {
        let known = self.holding(id)?;
        let (holding, statement) =
            form.parse(id, form.version.unwrap_or(known.version), self.today())?;
        let summary = json!({ "name": known.asset_name });
        self.change("holding-edited", &summary, |edit| {
            edit.put_holding(&holding)?;
            edit.put_statement(&statement)?;
            Ok(())
        })?;
        self.holding(id)
    }

    /// States from a day on how much of a holding there is, and leaves the rest as it is.
    pub fn state(
        &self,
        id: HoldingId,
        position: Position,
        on: Option<Date>,
    ) -> Result<HoldingLine> {
        let known = self.holding(id)?;
        let position = match position {
            Position::Quantity(quantity) => Position::Quantity(bounded("quantity", quantity)?),
            Position::Value(value) => Position::Value(bounded("value", value)?),
        };
        let on = on.unwrap_or_else(|| self.today());
        let statement = Statement { holding: id, on, position, cost: known.cost };
        let summary = json!({ "name": known.asset_name });
        self.change("holding-stated", &summary, |edit| Ok(edit.put_statement(&statement)?))?;
        self.holding(id)
    }

    /// Removes a holding with everything that was stated of it.
    pub fn remove_holding(&self, id: HoldingId) -> Result<()> {
        let known = self.holding(id)?;
        let summary = json!({ "name": known.asset_name });
        self.change("holding-removed", &summary, |edit| Ok(edit.remove_holding(id)?))
    }
}
