//! Adds, edits, lists and removes assets. Any number of accounts may hold one asset.

use pecule_domain::id::AssetId;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::allocation::{Allocation, TooMuch};
use pecule_domain::portfolio::asset::{Asset, AssetKind, Unit};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::isin::Isin;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::compositions::CompositionView;
use crate::wealth::portfolio::Portfolio;

/// An asset as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssetView {
    #[schema(value_type = String)]
    pub id: AssetId,
    pub name: String,
    #[schema(value_type = String)]
    pub kind: AssetKind,
    #[schema(value_type = Option<String>)]
    pub isin: Option<Isin>,
    /// Symbol at an exchange, unique only there.
    pub ticker: Option<String>,
    pub issuer: Option<String>,
    /// Currency of prices, stated values and costs.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Unit of quantities: `piece`, `gram`, `troy-ounce`.
    #[schema(value_type = String)]
    pub unit: Unit,
    /// Split over classes and, per class, over zones, in fractions of one.
    #[schema(value_type = Object)]
    pub allocation: Allocation,
    /// Composition in force today.
    pub composition: Option<CompositionView>,
    /// Free text of the owner.
    pub notes: String,
    /// Grows at each change.
    pub version: u32,
}

/// Input to add or edit an asset.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetInput {
    pub name: String,
    /// `other` by default.
    #[serde(default = "other")]
    #[schema(value_type = String)]
    pub kind: AssetKind,
    #[serde(default)]
    pub isin: Option<String>,
    /// Symbol at an exchange, unique only there.
    #[serde(default)]
    pub ticker: Option<String>,
    #[serde(default)]
    pub issuer: Option<String>,
    /// Currency of prices, stated values and costs; EUR by default.
    #[serde(default = "crate::wealth::accounts::euro")]
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Unit of quantities; `piece` by default.
    #[serde(default = "piece")]
    #[schema(value_type = String)]
    pub unit: Unit,
    /// Split over classes and zones. Without one, a new asset gets the class that its kind implies.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub allocation: Option<Allocation>,
    /// Free text of the owner.
    #[serde(default)]
    pub notes: String,
    /// The version that the change is based on; none when adding.
    #[serde(default)]
    pub version: Option<u32>,
}

const fn other() -> AssetKind {
    AssetKind::Other
}

const fn piece() -> Unit {
    Unit::Piece
}

impl AssetView {
    pub(crate) fn of(wealth: &Portfolio, asset: &Asset) -> Self {
        Self {
            id: asset.id,
            name: asset.name.clone(),
            kind: asset.kind,
            isin: asset.isin,
            ticker: asset.ticker.clone(),
            issuer: asset.issuer.clone(),
            currency: asset.currency,
            unit: asset.unit,
            allocation: wealth.allocations.get(&asset.id).cloned().unwrap_or_default(),
            composition: wealth
                .compositions
                .get(&asset.id)
                .map(|made| CompositionView::of(wealth, made)),
            notes: asset.notes.clone(),
            version: asset.version,
        }
    }
}

impl AssetInput {
    /// An asset with a name and a kind only.
    pub fn named(name: impl Into<String>, kind: AssetKind) -> Self {
        Self {
            name: name.into(),
            kind,
            isin: None,
            ticker: None,
            issuer: None,
            currency: Currency::EUR,
            unit: Unit::Piece,
            allocation: None,
            notes: String::new(),
            version: None,
        }
    }

    /// Returns the allocation of a new asset: the given one, else the class that its kind implies.
    pub(crate) fn first_allocation(&self) -> Result<Allocation> {
        match &self.allocation {
            Some(given) => checked(given.clone()),
            None => Ok(self.kind.usual_class().map(Allocation::all_of).unwrap_or_default()),
        }
    }

    pub(crate) fn parse(&self, id: AssetId, version: u32) -> Result<Asset> {
        let isin =
            match self.isin.as_deref().map(str::trim).filter(|isin| !isin.is_empty()) {
                Some(isin) => Some(isin.parse::<Isin>().map_err(|why| {
                    Error::invalid_with("isin", Reason::NotAnIsin, why.to_string())
                })?),
                None => None,
            };
        Ok(Asset {
            id,
            name: validate::name("name", &self.name)?,
            kind: self.kind,
            isin,
            ticker: validate::short("ticker", self.ticker.as_deref())?,
            issuer: validate::short("issuer", self.issuer.as_deref())?,
            currency: self.currency,
            unit: self.unit,
            notes: validate::notes("notes", &self.notes)?,
            version,
        })
    }
}

/// Refuses an allocation whose parts add up to more than one.
pub(crate) fn checked(allocation: Allocation) -> Result<Allocation> {
    allocation.checked().map_err(|too_much| match too_much {
        TooMuch::Classes(excess) => {
            Error::invalid_with("allocation", Reason::TooMuch, excess.percentage().to_string())
        }
        TooMuch::Zones(class, excess) => Error::invalid_with(
            format!("allocation.{class}.zones"),
            Reason::TooMuch,
            excess.percentage().to_string(),
        ),
    })
}

impl Member<'_> {
    /// Lists every asset, by name.
    pub fn assets(&self) -> Result<Vec<AssetView>> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let mut assets: Vec<AssetView> =
            wealth.assets.values().map(|asset| AssetView::of(wealth, asset)).collect();
        assets.sort_by(|asset, other| asset.name.cmp(&other.name).then(asset.id.cmp(&other.id)));
        Ok(assets)
    }

    /// Returns one asset.
    pub fn asset(&self, id: AssetId) -> Result<AssetView> {
        let picture = self.picture(None)?;
        let asset = picture.wealth.assets.get(&id).ok_or(Error::NotFound)?;
        Ok(AssetView::of(&picture.wealth, asset))
    }

    /// Finds an asset by identity, ISIN, or a name that only one asset has.
    pub fn asset_named(&self, given: &str) -> Result<AssetId> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let given = given.trim();
        if let Some(id) = given.parse().ok().filter(|id| wealth.assets.contains_key(id)) {
            return Ok(id);
        }
        if let Some(asset) = given.parse().ok().and_then(|isin| wealth.with_isin(isin)) {
            return Ok(asset.id);
        }
        let mut named = wealth.assets.values().filter(|asset| asset.name == given);
        match (named.next(), named.next()) {
            (Some(asset), None) => Ok(asset.id),
            (Some(_), Some(_)) => Err(Error::invalid_with("asset", Reason::Ambiguous, given)),
            (None, _) => Err(Error::invalid_with("asset", Reason::Unknown, given)),
        }
    }

    /// Adds an asset.
    pub fn add_asset(&self, form: &AssetInput) -> Result<AssetView> {
        let asset = form.parse(self.draw(AssetId::new)?, 1)?;
        let allocation = form.first_allocation()?;
        let summary = json!({ "name": asset.name });
        self.change("asset-added", &summary, |edit| {
            edit.add_asset(&asset)?;
            edit.put_allocation(asset.id, &allocation)?;
            Ok(())
        })?;
        self.asset(asset.id)
    }

    /// Edits an asset; keeps the allocation if none is sent.
    pub fn edit_asset(&self, id: AssetId, form: &AssetInput) -> Result<AssetView> {
        let known = self.asset(id)?;
        let asset = form.parse(id, form.version.unwrap_or(known.version))?;
        let allocation = form.allocation.clone().map(checked).transpose()?;
        let summary = json!({ "name": asset.name });
        self.change("asset-edited", &summary, |edit| {
            edit.put_asset(&asset)?;
            if let Some(allocation) = &allocation {
                edit.put_allocation(id, allocation)?;
            }
            Ok(())
        })?;
        self.asset(id)
    }

    /// Sets the split of an asset over classes and zones.
    pub fn allocate(&self, id: AssetId, allocation: Allocation) -> Result<AssetView> {
        let asset = self.asset(id)?;
        let allocation = checked(allocation)?;
        let summary = json!({ "name": asset.name });
        self.change("asset-allocated", &summary, |edit| Ok(edit.put_allocation(id, &allocation)?))?;
        self.asset(id)
    }

    /// Returns the default zones of a class in these books.
    pub fn zones_to_start_with(
        &self,
        class: Class,
    ) -> Result<Vec<(pecule_domain::portfolio::zone::Zone, Share)>> {
        Ok(self.picture(None)?.wealth.zones_to_start_with(class))
    }

    /// Removes an asset. Fails with `InUse` if a holding or a composition refers to it.
    pub fn remove_asset(&self, id: AssetId) -> Result<()> {
        let asset = self.asset(id)?;
        let users = self.users_of(id)?;
        if !users.is_empty() {
            return Err(Conflict::InUse(users).into());
        }
        let summary = json!({ "name": asset.name });
        self.change("asset-removed", &summary, |edit| Ok(edit.remove_asset(id)?))
    }

    /// Lists the names of composites and accounts that refer to an asset.
    fn users_of(&self, id: AssetId) -> Result<Vec<String>> {
        let picture = self.picture(None)?;
        let wealth = &picture.wealth;
        let every_time = self.open().books.read(|view| view.compositions())?;
        let composites = every_time
            .iter()
            .filter(|made| made.parts.iter().any(|part| part.asset == id))
            .map(|made| wealth.asset_name(made.asset));
        let accounts = wealth
            .holdings
            .values()
            .filter(|holding| holding.asset == id)
            .filter_map(|holding| wealth.accounts.get(&holding.account))
            .map(|account| account.name.clone());
        let mut users: Vec<String> = composites.chain(accounts).collect();
        users.sort_unstable();
        users.dedup();
        Ok(users)
    }
}
