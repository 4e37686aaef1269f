//! Builds the charts of an asset (classes, zones, composition tree and ring, prices).

use std::collections::BTreeMap;

use pecule_app::wealth::prices::QuoteView;
use pecule_app::wealth::reports::asset_sheet::{AssetSheet, Branch, CellWeight};
use pecule_app::wealth::snapshot::Snapshot;
use pecule_domain::id::AssetId;
use pecule_domain::money::share::Share;
use pecule_domain::money::weight::Weight;
use pecule_domain::portfolio::allocation::class_and_zone;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::breakdown::UNASSIGNED;
use rust_decimal::Decimal;

use crate::text::i18n::t_args;
use crate::view::chart::{Chart, Drawing, Part};
use crate::view::page::Page;
use crate::view::{chart, money, share};

/// A class of an asset after look-through.
pub struct ClassRow {
    /// Key of the class, or `unassigned`.
    pub key: String,
    pub name: String,
    pub series: u8,
    /// Fraction of the asset.
    pub weight: Decimal,
    /// Sum of the weights before it, for a strip.
    pub before: Decimal,
}

/// Sorts classes by weight, with the unknown part last.
pub fn classes(page: &Page, effective: &[CellWeight]) -> Vec<ClassRow> {
    let mut sums: BTreeMap<&str, Weight> = BTreeMap::new();
    for cell in effective {
        let sum = sums.entry(&cell.class).or_default();
        *sum = sum.plus(cell.weight);
    }
    let mut sums: Vec<(&str, Weight)> = sums.into_iter().collect();
    sums.sort_by_key(|&(key, weight)| (key == UNASSIGNED, std::cmp::Reverse(weight)));
    let mut before = Weight::NONE;
    sums.into_iter()
        .map(|(key, weight)| {
            let row = ClassRow {
                key: key.to_owned(),
                name: page.name_of("class", key),
                series: key.parse().map_or(chart::UNASSIGNED, |class: Class| chart::series(class)),
                weight: weight.rounded(),
                before: before.rounded(),
            };
            before = before.plus(weight);
            row
        })
        .collect()
}

/// Lists classes in one sentence: "Actions 62,4 %, obligations 23,0 %".
pub fn said(page: &Page, classes: &[ClassRow]) -> String {
    let part = |row: &ClassRow| format!("{} {}", row.name, page.percent(&row.weight));
    classes.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// Builds the ring of classes, for two to seven parts. A strip suits other numbers better.
pub fn ring(page: &Page, classes: &[ClassRow]) -> Option<Chart> {
    if !(2..=7).contains(&classes.len()) {
        return None;
    }
    let parts =
        classes.iter().map(|row| Part::new(&row.name, row.weight, Some(row.series))).collect();
    Some(Chart::new(Drawing::Donut { parts, centre: None }, None, said(page, classes)))
}

/// Zones of each class, as fractions of the class.
pub struct ZoneTable {
    /// Known classes, by weight.
    pub classes: Vec<String>,
    /// Each zone with its fraction of each class; `None` if it has none.
    pub rows: Vec<(String, Vec<Option<Decimal>>)>,
}

/// Builds the table with zones in rows and classes in columns.
pub fn zones(classes: &[ClassRow], effective: &[CellWeight]) -> ZoneTable {
    let known: Vec<&ClassRow> = classes.iter().filter(|row| row.key != UNASSIGNED).collect();
    let cell = |class: &ClassRow, zone: &str| {
        let found = effective.iter().find(|cell| cell.class == class.key && cell.zone == zone)?;
        found.weight.rounded().checked_div(class.weight)
    };
    let zones = Zone::ALL.iter().map(|zone| zone.key()).chain([UNASSIGNED]);
    let rows = zones
        .map(|zone| {
            (zone.to_owned(), known.iter().map(|class| cell(class, zone)).collect::<Vec<_>>())
        })
        .filter(|(_, cells)| cells.iter().any(Option::is_some))
        .collect();
    ZoneTable { classes: known.iter().map(|row| row.key.clone()).collect(), rows }
}

/// A line of the composition tree, with the nested lists that open before and close after it.
pub struct Step {
    /// `None` for an unnamed part.
    pub asset: Option<AssetId>,
    pub name: String,
    /// Share of the parent; `None` for the root and for grouped components.
    pub share: Option<Share>,
    /// Weight in the root asset.
    pub weight: Decimal,
    /// Whether it stands for the unknown part.
    pub unknown: bool,
    /// Whether a nested list opens before it.
    pub opens: bool,
    /// Number of lists that close after it; `None` if it has components.
    pub closes: Option<usize>,
}

/// Maximum number of components per level; smaller ones share one line.
const DRAWN: [usize; 4] = [12, 5, 3, 2];

/// Builder of the composition tree.
pub struct Tree<'a> {
    page: &'a Page,
    picture: &'a Snapshot,
    /// Whether to include small components.
    whole: bool,
}

/// A component with its visible children.
#[derive(Default)]
struct Node {
    asset: Option<AssetId>,
    name: String,
    share: Option<Share>,
    weight: Weight,
    unknown: bool,
    /// Colour of the class with the greatest weight in it.
    series: Option<u8>,
    parts: Vec<Self>,
}

impl<'a> Tree<'a> {
    /// Creates a builder. `whole` includes all components.
    pub const fn new(page: &'a Page, picture: &'a Snapshot, whole: bool) -> Self {
        Self { page, picture, whole }
    }

    /// Returns the lines of the tree, depth first.
    pub fn steps(&self, top: &Branch) -> Vec<Step> {
        let mut steps = Vec::new();
        let node = self.node(top, top.asset, 0);
        walk(&node, false, 0, &mut steps);
        steps
    }

    /// Builds the ring of components with up to three levels; `None` without components.
    pub fn ring(&self, top: &Branch) -> Option<Chart> {
        let node = Self { whole: false, ..*self }.node(top, top.asset, 0);
        if node.parts.is_empty() {
            return None;
        }
        let part =
            |node: &Node| format!("{} {}", node.name, self.page.percent(&node.weight.rounded()));
        let told: Vec<String> = node.parts.iter().take(4).map(part).collect();
        let summary = t_args(
            self.page.lang,
            "asset-ring-summary",
            &[("name", node.name.as_str().into()), ("parts", told.join(", ").as_str().into())],
        );
        let parts = node.parts.iter().map(|node| drawn(node, 3)).collect();
        Some(Chart::new(Drawing::Sunburst { parts }, None, summary))
    }

    fn node(&self, branch: &Branch, above: Option<AssetId>, level: usize) -> Node {
        let most = if self.whole { usize::MAX } else { DRAWN.get(level).copied().unwrap_or(0) };
        let named = branch.parts.iter().filter(|part| part.asset.is_some());
        // A line "1 other" is no shorter than the component itself.
        let one_more = most.saturating_add(1);
        let most = if named.clone().count() == one_more { one_more } else { most };
        let mut parts: Vec<Node> =
            named.clone().take(most).map(|part| self.node(part, branch.asset, level + 1)).collect();
        let mut others = (0, Weight::NONE);
        for part in named.skip(most) {
            others = (others.0 + 1, others.1.plus(part.weight));
        }
        for part in branch.parts.iter().filter(|part| part.asset.is_none() && part.others > 0) {
            others = (others.0 + part.others, others.1.plus(part.weight));
        }
        if others.0 > 0 {
            let name = self.page.t_with("asset-tree-others", "count", others.0);
            let series = branch.asset.and_then(|asset| self.main_class(asset)).map(chart::series);
            parts.push(Node { name, weight: others.1, series, ..Node::default() });
        }
        let rest = branch.parts.iter().filter(|part| part.asset.is_none() && part.others == 0);
        parts.extend(rest.map(|part| self.node(part, branch.asset, level + 1)));
        let unknown = branch.asset.is_none() && !self.knows(above);
        let name = match (branch.asset, unknown) {
            (Some(_), _) => branch.name.clone(),
            (None, true) => self.page.t("unassigned"),
            (None, false) => self.page.t("asset-tree-own"),
        };
        let share = (level > 0).then_some(branch.share);
        let series = match branch.asset {
            Some(asset) => self.main_class(asset).map(chart::series),
            None => self.own_class(above).map(chart::series),
        };
        let series = if unknown { Some(chart::UNASSIGNED) } else { series };
        Node { asset: branch.asset, name, share, weight: branch.weight, unknown, series, parts }
    }

    /// Returns the class with the greatest weight after look-through; `None` if the unknown part is
    /// greater.
    fn main_class(&self, asset: AssetId) -> Option<Class> {
        let seen = self.picture.class_zone().get(self.picture.graph.place(asset)?)?;
        let mut sums: BTreeMap<Option<Class>, Weight> = BTreeMap::new();
        for (cell, weight) in seen.weights() {
            let sum = sums.entry(class_and_zone(cell).0).or_default();
            *sum = sum.plus(weight);
        }
        sums.into_iter().max_by_key(|&(_, weight)| weight)?.0
    }

    /// Returns the class with the greatest weight in the asset's own allocation.
    fn own_class(&self, asset: Option<AssetId>) -> Option<Class> {
        let own = self.picture.wealth.allocations.get(&asset?)?;
        own.classes.iter().max_by_key(|(_, part)| part.share).map(|(class, _)| *class)
    }

    /// Whether the asset has its own allocation, which then applies to the remainder of its
    /// composition.
    fn knows(&self, asset: Option<AssetId>) -> bool {
        let own = asset.and_then(|asset| self.picture.wealth.allocations.get(&asset));
        own.is_some_and(|own| !own.classes.is_empty())
    }
}

fn walk(node: &Node, opens: bool, closing: usize, steps: &mut Vec<Step>) {
    steps.push(Step {
        asset: node.asset,
        name: node.name.clone(),
        share: node.share,
        weight: node.weight.rounded(),
        unknown: node.unknown,
        opens,
        closes: node.parts.is_empty().then_some(closing),
    });
    let last = node.parts.len().saturating_sub(1);
    for (at, part) in node.parts.iter().enumerate() {
        walk(part, at == 0, if at == last { closing + 1 } else { 0 }, steps);
    }
}

fn drawn(node: &Node, levels: u8) -> Part {
    let mut part = Part::new(&node.name, node.weight.rounded(), node.series);
    if let Some(left) = levels.checked_sub(1).filter(|left| *left > 0) {
        part.parts = node.parts.iter().map(|node| drawn(node, left)).collect();
    }
    part
}

/// Formats a price in its currency, or in hundredths of one.
pub fn price(page: &Page, quote: &QuoteView) -> String {
    if quote.unit.hundredths {
        return format!(
            "{}\u{a0}{}",
            crate::view::number::exact(quote.price, page.lang),
            quote.unit
        );
    }
    money::price(quote.price, quote.unit.currency, page.lang)
}

/// Builds the chart of prices, oldest first. Returns `None` for fewer than four prices or a change
/// of currency.
pub fn prices(page: &Page, sheet: &AssetSheet, latest_first: &[QuoteView]) -> Option<Chart> {
    let (last, first) = (latest_first.first()?, latest_first.last()?);
    if latest_first.len() < 4 || latest_first.iter().any(|quote| quote.unit != last.unit) {
        return None;
    }
    let summary = t_args(
        page.lang,
        "asset-prices-summary",
        &[
            ("name", sheet.asset.name.as_str().into()),
            ("first", price(page, first).as_str().into()),
            ("since", page.day(&first.on).as_str().into()),
            ("last", price(page, last).as_str().into()),
            ("on", page.day(&last.on).as_str().into()),
        ],
    );
    let oldest_first = || latest_first.iter().rev();
    let drawing = Drawing::AreaLine {
        days: oldest_first().map(|quote| quote.on.to_string()).collect(),
        name: page.t("asset-price"),
        values: oldest_first()
            .map(|quote| Some((quote.price * quote.unit.factor()).into()))
            .collect(),
        put: None,
    };
    Some(Chart::new(drawing, Some(last.unit.currency.code()), summary))
}

/// Formats a share beside its component: `(66 %)`.
pub fn of_above(page: &Page, step: &Step) -> String {
    step.share.map(|part| share::exact(part.fraction(), page.lang)).unwrap_or_default()
}
