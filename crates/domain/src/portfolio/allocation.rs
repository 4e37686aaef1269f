//! Defines allocations, which split an asset over classes and each class over zones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::money::share::{Excess, Share};
use crate::money::weight::Weight;
use crate::portfolio::class::Class;
use crate::portfolio::zone::Zone;
use crate::valuation::look_through::{Cell, Distribution};

/// The part of an asset in one class, and its zones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassPart {
    /// The part of the asset.
    pub share: Share,
    /// Fractions of this part, by zone.
    #[serde(default)]
    pub zones: BTreeMap<Zone, Share>,
}

/// The split of an asset over classes; the rest of the whole is unclassified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Allocation {
    pub classes: BTreeMap<Class, ClassPart>,
}

/// Parts of an allocation that exceed their whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// The classes of the asset.
    #[error("the classes of this asset: {0}")]
    Classes(Excess),
    /// The zones of one class.
    #[error("the zones of the class {0}: {1}")]
    Zones(Class, Excess),
}

impl Allocation {
    /// Returns an allocation entirely to one class, without zones.
    pub fn all_of(class: Class) -> Self {
        let part = ClassPart { share: Share::WHOLE, zones: BTreeMap::new() };
        Self { classes: BTreeMap::from([(class, part)]) }
    }

    /// Returns an allocation entirely to one class in one zone.
    pub fn all_in(class: Class, zone: Zone) -> Self {
        let zones = BTreeMap::from([(zone, Share::WHOLE)]);
        Self { classes: BTreeMap::from([(class, ClassPart { share: Share::WHOLE, zones })]) }
    }

    /// Removes empty parts; fails if parts exceed their whole.
    pub fn checked(mut self) -> Result<Self, TooMuch> {
        for (class, part) in &mut self.classes {
            part.zones.retain(|_, share| !share.is_none());
            Share::sum(part.zones.values().copied())
                .map_err(|excess| TooMuch::Zones(*class, excess))?;
        }
        self.classes.retain(|_, part| !part.share.is_none());
        self.assigned().map_err(TooMuch::Classes)?;
        Ok(self)
    }

    /// Returns the classified part of the asset.
    pub fn assigned(&self) -> Result<Share, Excess> {
        Share::sum(self.classes.values().map(|part| part.share))
    }

    /// Returns the weights by class and zone. Each class is counted once.
    pub fn distribution(&self) -> Distribution {
        let mut parts = Vec::new();
        for (class, part) in &self.classes {
            let weight = Weight::from(part.share);
            let mut left = Share::WHOLE;
            for (zone, share) in &part.zones {
                parts.push((place_of(Some(*class), Some(*zone)), weight, *share));
                left = left.checked_sub(*share).unwrap_or_default();
            }
            parts.push((place_of(Some(*class), None), weight, left));
        }
        let assigned = self.assigned().unwrap_or(Share::WHOLE);
        parts.push((place_of(None, None), Weight::from(assigned.rest()), Share::WHOLE));
        Distribution::settle(parts)
    }
}

/// The number of cells on the axis class × zone.
pub const CELLS: usize = 1 + Class::ALL.len() * (Zone::ALL.len() + 1);

/// Returns the cell of a class and a zone, either of which may be unknown; cell 0 is entirely
/// unknown.
pub fn place_of(class: Option<Class>, zone: Option<Zone>) -> Cell {
    let Some(class) = class else { return Distribution::UNASSIGNED };
    let zone = zone.map_or(0, |zone| zone.place() + 1);
    Cell::try_from(1 + class.place() * (Zone::ALL.len() + 1) + zone).unwrap_or_default()
}

/// Returns the class and zone of a cell; the inverse of [`place_of`].
pub fn class_and_zone(cell: Cell) -> (Option<Class>, Option<Zone>) {
    let Some(place) = usize::from(cell).checked_sub(1) else { return (None, None) };
    let width = Zone::ALL.len() + 1;
    let class = Class::ALL.get(place / width).copied();
    let zone = (place % width).checked_sub(1).and_then(|zone| Zone::ALL.get(zone).copied());
    (class, zone)
}
