//! Edits compositions, the assets that other assets are made of.

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
use crate::wealth::portfolio::Portfolio;

/// A composition as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompositionView {
    /// First day on which it applies.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
    pub parts: Vec<PartView>,
    /// Share that the parts do not cover; it follows the asset's own allocation.
    #[schema(value_type = String)]
    pub rest: Share,
    /// Origin of the figures.
    pub source: String,
}

/// A component as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartView {
    #[schema(value_type = String)]
    pub asset: AssetId,
    pub name: String,
    /// Fraction of the composite.
    #[schema(value_type = String)]
    pub share: Share,
}

/// Input to set a composition.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompositionInput {
    /// First day; today by default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_from: Option<Date>,
    /// Without parts, the composition of that day is removed.
    pub parts: Vec<PartInput>,
    /// Origin of the figures.
    #[serde(default)]
    pub source: String,
}

/// Input for a component.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartInput {
    #[schema(value_type = String)]
    pub asset: AssetId,
    /// Fraction of the composite.
    #[schema(value_type = String)]
    pub share: Share,
}

impl CompositionView {
    pub(crate) fn of(wealth: &Portfolio, composition: &Composition) -> Self {
        let sum =
            Share::sum(composition.parts.iter().map(|part| part.share)).unwrap_or(Share::WHOLE);
        let part = |part: &Part| PartView {
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

/// Converts a refused composition into an error that names the assets.
pub(crate) fn refuse(wealth: &Portfolio, not_a_graph: &NotAGraph) -> Error {
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

/// Checks that compositions form an acyclic graph on every day from which one is valid.
///
/// Compositions of different days may form a cycle only later, when both are in force.
pub(crate) fn check_every_day(
    wealth: &Portfolio,
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
    /// Sets the composition of an asset from a day on; refuses a cycle and names its path.
    pub fn compose(&self, id: AssetId, form: &CompositionInput) -> Result<Option<CompositionView>> {
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

    /// Lists all compositions of an asset, latest first.
    pub fn compositions_of(&self, id: AssetId) -> Result<Vec<CompositionView>> {
        let picture = self.ground(None)?;
        let mut every_time = self.open().books.read(|view| view.compositions_of(id))?;
        every_time.sort_by_key(|composition| std::cmp::Reverse(composition.valid_from));
        Ok(every_time.iter().map(|made| CompositionView::of(&picture.wealth, made)).collect())
    }
}
