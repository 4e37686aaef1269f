//! Reads the composition editor, looks up names, creates assets for unknown ones and reports cycles.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use pecule_app::wealth::assets::{AssetInput, AssetView};
use pecule_app::wealth::create_with::Component;
use pecule_app::{Error, Member, Problem, Reason, Result};
use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::isin::Isin;

use crate::pages::form::shares::TypedShares;
use crate::request::form::{Form, sentence};
use crate::view::page::Page;

/// Labels of assets in fields: the name, or ISIN or identity if the name is not unique.
pub struct Names {
    of: BTreeMap<AssetId, String>,
    /// Asset by case-folded name; `None` if the name is not unique.
    folded: BTreeMap<String, Option<AssetId>>,
}

impl Names {
    /// Collects the names of all assets.
    pub fn of(member: &Member<'_>) -> Result<Self> {
        let picture = member.picture(None)?;
        let assets = &picture.wealth.assets;
        let mut folded: BTreeMap<String, Option<AssetId>> = BTreeMap::new();
        for asset in assets.values() {
            folded
                .entry(asset.name.to_lowercase())
                .and_modify(|only| *only = None)
                .or_insert(Some(asset.id));
        }
        let called = assets.values().map(|asset| {
            let alone = folded.get(&asset.name.to_lowercase()).is_some_and(Option::is_some);
            let name = match asset.isin {
                _ if alone => asset.name.clone(),
                Some(isin) => isin.to_string(),
                None => asset.id.to_string(),
            };
            (asset.id, name)
        });
        Ok(Self { of: called.collect(), folded })
    }

    /// Returns the label of an asset.
    pub fn of_asset(&self, id: AssetId) -> String {
        self.of.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// Finds the asset with a name, ISIN or identity.
    fn find(&self, member: &Member<'_>, given: &str) -> Result<Option<AssetId>> {
        match member.asset_named(given) {
            Ok(id) => Ok(Some(id)),
            Err(Error::Invalid(problems))
                if problems.iter().all(|why| why.reason == Reason::Unknown) =>
            {
                Ok(self.folded.get(&given.to_lowercase()).copied().flatten())
            }
            Err(other) => Err(other),
        }
    }
}

/// A composition as it was typed.
pub struct Composing {
    /// Rows with their error messages.
    pub typed: TypedShares,
    /// Error message of the day.
    pub day_fault: Option<String>,
    valid_from: Option<Date>,
    source: String,
    /// Asset of each row; `None` if the name is unknown.
    found: Vec<Option<AssetId>>,
    /// Kind of the assets created for unknown names; `None` to create none.
    creates: Option<AssetKind>,
}

impl Composing {
    /// Reads the form and looks up each name.
    pub fn read(member: &Member<'_>, page: &Page, form: &Form) -> Result<Self> {
        let typed = TypedShares::read(form, page);
        let creates = form.is_ticked("create").then(|| form.key("kind")).transpose()?;
        let (valid_from, day_fault) = match form.find_day("valid_from") {
            Ok(day) => (day, None),
            Err(Error::Invalid(problems)) => {
                (None, problems.first().map(|why| sentence(why, page.lang)))
            }
            Err(other) => return Err(other),
        };
        let source = form.text("source").to_owned();
        let mut composing =
            Self { typed, day_fault, valid_from, source, found: Vec::new(), creates };
        composing.look_up(member, page)?;
        Ok(composing)
    }

    fn look_up(&mut self, member: &Member<'_>, page: &Page) -> Result<()> {
        let names = Names::of(member)?;
        let parts: Vec<String> = self.typed.rows.iter().map(|row| row.part.clone()).collect();
        let mut seen = BTreeSet::new();
        for (at, part) in parts.iter().enumerate() {
            let found = match names.find(member, part) {
                Ok(found) => found,
                Err(Error::Invalid(problems)) => {
                    self.typed.refuse(at, &problems, page);
                    None
                }
                Err(other) => return Err(other),
            };
            self.found.push(found);
            let same = found.map_or_else(|| part.to_lowercase(), |id| id.to_string());
            if !part.is_empty() && !seen.insert(same) {
                self.typed.refuse_twice(at, page);
            }
        }
        self.check(page);
        Ok(())
    }

    /// Checks what needs no books: unknown names, a sum above 100 %, no parts at all.
    fn check(&mut self, page: &Page) {
        if self.creates.is_none() {
            for (at, row) in self.typed.rows.iter_mut().enumerate() {
                let unknown = self.found.get(at).copied().flatten().is_none();
                if unknown && row.error.is_none() {
                    row.error = Some(page.t_with("composition-unknown", "name", row.part.as_str()));
                }
            }
        }
        if self.typed.rows.is_empty() {
            self.typed.error = Some(page.t("composition-nothing"));
        }
        if let Err(excess) = Share::sum(self.typed.parts().map(|(_, _, share)| share)) {
            let detail = excess.percentage().to_string();
            self.typed.refuse_whole(
                &[Problem { field: String::new(), reason: Reason::TooMuch, detail }],
                page,
            );
        }
    }

    /// Returns the first day of the composition.
    pub fn day(&self, member: &Member<'_>) -> Date {
        self.valid_from.unwrap_or_else(|| member.today())
    }

    /// Returns the number of unknown names.
    pub fn unknown(&self) -> usize {
        let rows = self.typed.rows.iter().zip(&self.found);
        rows.filter(|(row, found)| found.is_none() && !row.part.is_empty()).count()
    }

    /// Sets the composition. Returns `false` and adds error messages to the rows if it is rejected.
    pub fn compose(&mut self, member: &Member<'_>, page: &Page, asset: &AssetView) -> Result<bool> {
        if !self.typed.is_good() || self.day_fault.is_some() {
            return Ok(false);
        }
        let composed = self.components().and_then(|components| {
            member.create_composition_with_parts(
                asset.id,
                self.valid_from,
                &self.source,
                &components,
            )
        });
        let Err(error) = composed else { return Ok(true) };
        let Error::Invalid(problems) = error else { return Err(error) };
        self.refuse(member, page, asset, &problems)?;
        Ok(false)
    }

    /// Returns all parts: existing assets, or new ones for unknown names.
    fn components(&self) -> Result<Vec<(Component, Share)>> {
        let component = |(at, name, share): (usize, &str, Share)| {
            let component = match (self.found.get(at).copied().flatten(), self.creates) {
                (Some(known), _) => Component::Known(known),
                (None, Some(kind)) => {
                    let isin = name.parse::<Isin>().ok().map(|isin| isin.to_string());
                    Component::New(Box::new(AssetInput { isin, ..AssetInput::named(name, kind) }))
                }
                (None, None) => return Err(Error::invalid_with("parts", Reason::Unknown, name)),
            };
            Ok((component, share))
        };
        self.typed.parts().map(component).collect()
    }

    /// Adds an error with the cycle to the row that closes it; other errors appear above the rows.
    fn refuse(
        &mut self,
        member: &Member<'_>,
        page: &Page,
        asset: &AssetView,
        problems: &[Problem],
    ) -> Result<()> {
        let circle = problems.iter().find(|problem| problem.reason == Reason::Cycle);
        let Some(path) = circle.map(|problem| circle_from(&asset.name, &problem.detail)) else {
            self.typed.refuse_whole(problems, page);
            return Ok(());
        };
        let names = &member.picture(None)?.wealth;
        let inside = path.get(1);
        let at = self
            .found
            .iter()
            .position(|found| found.is_some_and(|found| Some(&names.asset_name(found)) == inside));
        match at.and_then(|at| self.typed.rows.get_mut(at)) {
            Some(row) => {
                let key = if path.len() > 2 { "composition-circle" } else { "composition-itself" };
                let part = inside.cloned().unwrap_or_default();
                let args = [("part", part.as_str().into()), ("name", asset.name.as_str().into())];
                row.error = Some(page.t_args(key, &args));
                row.path = path;
            }
            None => self.typed.refuse_whole(problems, page),
        }
        Ok(())
    }
}

/// Returns the names of a cycle, from the edited asset back to itself.
fn circle_from(name: &str, told: &str) -> Vec<String> {
    let mut around: Vec<String> = told.split(" → ").map(str::to_owned).collect();
    if around.first() == around.last() {
        around.pop();
    }
    let start = around.iter().position(|step| step == name).unwrap_or_default();
    around.rotate_left(start);
    around.extend(around.first().cloned());
    around
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_drawn_from_the_asset_that_is_composed() {
        let path = circle_from("Dynamique", "Serein → Dynamique → Diversifié → Serein");
        assert_eq!(path, ["Dynamique", "Diversifié", "Serein", "Dynamique"]);
        assert_eq!(circle_from("A", "A → A"), ["A", "A"]);
    }
}
