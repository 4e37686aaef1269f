//! Compositions: assets made of other assets.

use jiff::civil::Date;
use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::composition::{Composition, Graph, NotAGraph, Part, in_force};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::actors::member::Member;
use crate::error::{Error, Reason, Result};
use crate::validate;
use crate::wealth::portfolio::Wealth;

/// A composition as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompositionLine {
    /// From which day on.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    /// The components.
    pub parts: Vec<PartLine>,
    /// What the components leave over; it follows the asset's own allocation.
    #[schema(value_type = String)]
    pub rest: Share,
    /// Where it comes from.
    pub source: String,
}

/// A component as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartLine {
    /// The asset that is inside.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Its name.
    pub name: String,
    /// How much of the composite it makes, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
}

/// A composition as it is sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompositionForm {
    /// From which day on; today where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_from: Option<Date>,
    /// The components; none takes the composition of that day away.
    pub parts: Vec<PartForm>,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
}

/// A component as it is sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartForm {
    /// The asset that is inside.
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// How much of the composite it makes, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
}

impl CompositionLine {
    pub(crate) fn of(wealth: &Wealth, composition: &Composition) -> Self {
        let sum =
            Share::sum(composition.parts.iter().map(|part| part.share)).unwrap_or(Share::WHOLE);
        let part = |part: &Part| PartLine {
            asset: part.asset,
            name: wealth.asset_name(part.asset),
            share: part.share,
        };
        Self {
            valid_from: composition.valid_from,
            parts: composition.parts.iter().map(part).collect(),
            rest: sum.rest(),
            source: composition.source.clone(),
        }
    }
}

/// Refuses compositions that cannot be looked through, naming the assets concerned.
pub(crate) fn refuse(wealth: &Wealth, not_a_graph: &NotAGraph) -> Error {
    match not_a_graph {
        NotAGraph::Cycle(path) => {
            let names: Vec<String> = path.iter().map(|asset| wealth.asset_name(*asset)).collect();
            Error::invalid_with("parts", Reason::Cycle, names.join(" → "))
        }
        NotAGraph::UnknownPart(asset) => {
            Error::invalid_with("parts", Reason::Unknown, asset.to_string())
        }
        NotAGraph::Twice(_, part) => {
            Error::invalid_with("parts", Reason::Twice, wealth.asset_name(*part))
        }
        NotAGraph::TooMuch(_, excess) => {
            Error::invalid_with("parts", Reason::TooMuch, excess.percentage().to_string())
        }
    }
}

/// Checks that compositions still form a graph without cycles on every day from which one is valid.
///
/// Two compositions of different days may close a circle only on a later day, when both are in force.
pub(crate) fn check_every_day(
    wealth: &Wealth,
    assets: &[AssetId],
    compositions: &[Composition],
) -> Result<()> {
    let mut days: Vec<Date> =
        compositions.iter().map(|composition| composition.valid_from).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        let parts = in_force(compositions.iter().cloned(), day).into_iter();
        Graph::new(assets.iter().copied(), parts.map(|(asset, made)| (asset, made.parts)))
            .map_err(|error| refuse(wealth, &error))?;
    }
    Ok(())
}

impl Member<'_> {
    /// Says what an asset is made of from a day on; a circle is refused with its path.
    pub fn compose(&self, id: AssetId, form: &CompositionForm) -> Result<Option<CompositionLine>> {
        let picture = self.ground(None)?;
        let wealth = &picture.wealth;
        let name = wealth.assets.get(&id).ok_or(Error::NotFound)?.name.clone();
        let valid_from = form.valid_from.unwrap_or_else(|| self.today());
        let composition = Composition {
            asset: id,
            valid_from,
            parts: form
                .parts
                .iter()
                .map(|part| Part { asset: part.asset, share: part.share })
                .collect(),
            source: validate::notes("source", &form.source)?,
        };
        let mut every_time = self.open().books.read(|view| view.compositions())?;
        let before = every_time.len();
        every_time.retain(|known| (known.asset, known.valid_from) != (id, valid_from));
        let replaces = every_time.len() < before;
        let summary = json!({ "name": name });
        if composition.parts.is_empty() {
            if replaces {
                self.change("composition-removed", &summary, |edit| {
                    Ok(edit.remove_composition(id, valid_from)?)
                })?;
            }
        } else {
            every_time.push(composition.clone());
            let assets: Vec<AssetId> = wealth.assets.keys().copied().collect();
            check_every_day(wealth, &assets, &every_time)?;
            self.change(
                "asset-composed",
                &summary,
                |edit| Ok(edit.put_composition(&composition)?),
            )?;
        }
        Ok(self.asset(id)?.composition)
    }

    /// What an asset was made of at every time, the latest first.
    pub fn compositions_of(&self, id: AssetId) -> Result<Vec<CompositionLine>> {
        let picture = self.ground(None)?;
        let mut every_time = self.open().books.read(|view| view.compositions_of(id))?;
        every_time.sort_by_key(|composition| std::cmp::Reverse(composition.valid_from));
        Ok(every_time.iter().map(|made| CompositionLine::of(&picture.wealth, made)).collect())
    }
}
