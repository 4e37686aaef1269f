//! Drawings of an asset: its classes and zones looked through, its tree, its ring, its prices.

use std::collections::BTreeMap;

use pecule_app::wealth::prices::QuoteLine;
use pecule_app::wealth::reports::asset_sheet::{AssetSheet, Branch, CellWeight};
use pecule_app::wealth::snapshot::Picture;
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

/// A class of an asset, looked through.
pub struct ClassRow {
    /// The class, or `unassigned`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub series: u8,
    /// Its weight.
    pub weight: Decimal,
    /// The weights before it, for a strip.
    pub before: Decimal,
}

/// Classes by weight, what is not known last.
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

/// Classes said in one sentence: "Actions 62,4 %, obligations 23,0 %".
pub fn said(page: &Page, classes: &[ClassRow]) -> String {
    let part = |row: &ClassRow| format!("{} {}", row.name, page.percent(&row.weight));
    classes.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// The ring of classes; a strip says it better with one part, or with more than seven.
pub fn ring(page: &Page, classes: &[ClassRow]) -> Option<Chart> {
    if !(2..=7).contains(&classes.len()) {
        return None;
    }
    let parts =
        classes.iter().map(|row| Part::new(&row.name, row.weight, Some(row.series))).collect();
    Some(Chart::new(Drawing::Donut { parts, centre: None }, None, said(page, classes)))
}

/// The zones of every class of an asset, as parts of the class.
pub struct ZoneTable {
    /// The classes that are known, by weight.
    pub classes: Vec<String>,
    /// Each zone with its part of each class; none where it has no part.
    pub rows: Vec<(String, Vec<Option<Decimal>>)>,
}

/// Zones in rows, classes in columns.
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

/// One line of the tree of components, with the lists that open before it and close after it.
pub struct Step {
    /// The asset; none for a part without a name of its own.
    pub asset: Option<AssetId>,
    /// What it is called.
    pub name: String,
    /// Its share of the component just above; none on top and for several together.
    pub share: Option<Share>,
    /// Its weight in the asset on top.
    pub weight: Decimal,
    /// Whether it stands for what is not known.
    pub unknown: bool,
    /// Whether a list opens before it.
    pub opens: bool,
    /// How many lists close after it, where it has no components itself.
    pub closes: Option<usize>,
}

/// How many components are drawn at each level; the small ones together are one line.
const DRAWN: [usize; 4] = [12, 5, 3, 2];

/// What an asset is made of, ready to be drawn.
pub struct Tree<'a> {
    page: &'a Page,
    picture: &'a Picture,
    /// Whether small components are drawn as well.
    whole: bool,
}

/// A component with those that are drawn of its own.
#[derive(Default)]
struct Node {
    asset: Option<AssetId>,
    name: String,
    share: Option<Share>,
    weight: Weight,
    unknown: bool,
    /// The colour of the class that weighs most in it.
    series: Option<u8>,
    parts: Vec<Self>,
}

impl<'a> Tree<'a> {
    /// A tree in somebody's language; `whole` leaves nothing out.
    pub const fn new(page: &'a Page, picture: &'a Picture, whole: bool) -> Self {
        Self { page, picture, whole }
    }

    /// The lines of the tree, from top to bottom.
    pub fn steps(&self, top: &Branch) -> Vec<Step> {
        let mut steps = Vec::new();
        let node = self.node(top, top.asset, 0);
        walk(&node, false, 0, &mut steps);
        steps
    }

    /// The ring of components, three levels deep at most; none for what is made of nothing.
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
        // One line that says "one other" says less than the component itself.
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

    /// The class that weighs most in an asset, looked through; none where what is not known weighs more.
    fn main_class(&self, asset: AssetId) -> Option<Class> {
        let seen = self.picture.class_zone().get(self.picture.graph.place(asset)?)?;
        let mut sums: BTreeMap<Option<Class>, Weight> = BTreeMap::new();
        for (cell, weight) in seen.weights() {
            let sum = sums.entry(class_and_zone(cell).0).or_default();
            *sum = sum.plus(weight);
        }
        sums.into_iter().max_by_key(|&(_, weight)| weight)?.0
    }

    /// The class that weighs most in what an asset says of itself.
    fn own_class(&self, asset: Option<AssetId>) -> Option<Class> {
        let own = self.picture.wealth.allocations.get(&asset?)?;
        own.classes.iter().max_by_key(|(_, part)| part.share).map(|(class, _)| *class)
    }

    /// Whether an asset says how it splits by itself, which what its components leave over follows.
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

/// A price as it is written: in its currency, or in hundredths of one.
pub fn price(page: &Page, quote: &QuoteLine) -> String {
    if quote.unit.hundredths {
        return format!(
            "{}\u{a0}{}",
            crate::view::number::exact(quote.price, page.lang),
            quote.unit
        );
    }
    money::price(quote.price, quote.unit.currency, page.lang)
}

/// The curve of prices, oldest first; nothing to draw under four, or where the currency changed.
pub fn prices(page: &Page, sheet: &AssetSheet, latest_first: &[QuoteLine]) -> Option<Chart> {
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

/// A share beside its component: `(66 %)`.
pub fn of_above(page: &Page, step: &Step) -> String {
    step.share.map(|part| share::exact(part.fraction(), page.lang)).unwrap_or_default()
}
