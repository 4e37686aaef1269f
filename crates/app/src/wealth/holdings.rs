//! Adds, edits, lists and removes holdings (an asset in an account) and their statements.

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
use crate::wealth::portfolio::Portfolio;

/// 10^15, the limit of a quantity, a value or a cost.
const MOST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// A holding as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HoldingView {
    #[schema(value_type = String)]
    pub id: HoldingId,
    #[schema(value_type = String)]
    pub account: AccountId,
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Name of the asset.
    pub asset_name: String,
    /// Number of units; null if a value is stated.
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// Stated value of the whole, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// Cost of the whole, in the currency of the asset.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// Day of the statement.
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    /// `full`, `bare` or `usufruct`.
    #[schema(value_type = String)]
    pub right: Right,
    /// Owned share, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
    /// Free text of the owner.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// Input to add or edit a holding, with a quantity or a value.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldingInput {
    #[schema(value_type = String)]
    pub account: AccountId,
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Number of units.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// Stated value of the whole, in the currency of the asset; below 0 for a debt.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// Cost of the whole, in the currency of the asset.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// First day of the statement; today by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Date>,
    /// `full` by default.
    #[serde(default = "full")]
    #[schema(value_type = String)]
    pub right: Right,
    /// Owned share, as a fraction of one; 1 by default.
    #[serde(default = "whole")]
    #[schema(value_type = String)]
    pub share: Share,
    /// Free text of the owner.
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

impl HoldingView {
    pub(crate) fn of(wealth: &Portfolio, holding: &Holding, stated: Option<&Statement>) -> Self {
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

/// Refuses a number beyond ±10^15 or with more than 18 decimals.
pub(crate) fn bounded(field: &str, number: Decimal) -> Result<Decimal> {
    if number.abs() > MOST || number.normalize().scale() > 18 {
        return Err(Error::invalid(field, Reason::OutOfRange));
    }
    Ok(number)
}

impl HoldingInput {
    /// A holding of an asset in an account, with its position.
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
    /// Lists every holding, as stated today.
    pub fn holdings(&self) -> Result<Vec<HoldingView>> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let line = |holding: &Holding| {
            HoldingView::of(wealth, holding, wealth.statements.get(&holding.id))
        };
        Ok(wealth.holdings.values().map(line).collect())
    }

    /// Returns one holding, as stated today.
    pub fn holding(&self, id: HoldingId) -> Result<HoldingView> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let holding = wealth.holdings.get(&id).ok_or(Error::NotFound)?;
        Ok(HoldingView::of(wealth, holding, wealth.statements.get(&id)))
    }

    /// Adds a holding with its first statement.
    pub fn add_holding(&self, form: &HoldingInput) -> Result<HoldingView> {
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
        let mut line = HoldingView::of(wealth, &holding, Some(&statement));
        line.asset_name.clone_from(&asset.name);
        Ok(line)
    }

    /// Edits a holding and adds a statement of its position.
    pub fn edit_holding(&self, id: HoldingId, form: &HoldingInput) -> Result<HoldingView> {
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

    /// Adds a statement of the position from a day on, and leaves the rest unchanged.
    pub fn state(
        &self,
        id: HoldingId,
        position: Position,
        on: Option<Date>,
    ) -> Result<HoldingView> {
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

    /// Removes a holding with all its statements.
    pub fn remove_holding(&self, id: HoldingId) -> Result<()> {
        let known = self.holding(id)?;
        let summary = json!({ "name": known.asset_name });
        self.change("holding-removed", &summary, |edit| Ok(edit.remove_holding(id)?))
    }
}
