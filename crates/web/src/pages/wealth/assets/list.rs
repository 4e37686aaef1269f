//! Lists all assets, whether held or not.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use pecule_app::wealth::assets::AssetView;
use pecule_app::wealth::reports::wealth_table::{HoldingRow, WealthTable};
use pecule_domain::id::AssetId;
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::pages::wealth::scope::{ScopeQuery, scope_bar};
use crate::request::visit::SignedIn;
use crate::view::field::Choice;
use crate::view::navigation::Screen;
use crate::view::page::Page;

/// Assets shown before "show all".
const FIRST: usize = 200;

/// Filter of the list.
#[derive(Debug, Default, Deserialize)]
pub struct AssetFilter {
    /// Words of the name, ISIN, issuer or kind.
    #[serde(default)]
    q: String,
    /// `held`, `unheld` or `composite`; any other value shows all.
    #[serde(default)]
    show: String,
    /// Whether to show the whole list.
    #[serde(default)]
    all: String,
}

#[derive(Template)]
#[template(path = "wealth/assets/list.html")]
struct List {
    page: Page,
    wanted: AssetFilter,
    tabs: Vec<Choice>,
    lines: Vec<Line>,
    currency: Currency,
    /// Number of matching assets.
    found: usize,
    known: usize,
    whole: String,
}

/// A row of the list.
struct Line {
    asset: AssetView,
    /// Amount held; `None` if it is not held.
    amount: Option<Decimal>,
    /// Fraction of the total.
    share: Option<Decimal>,
    /// Whether a holding of it has no value.
    unvalued: bool,
}

/// Shows the page.
pub async fn show(
    visit: SignedIn,
    Query(asked): Query<ScopeQuery>,
    Query(wanted): Query<AssetFilter>,
) -> Response {
    visit
        .show("assets-title", Some(Screen::Wealth), move |member, mut page| {
            let table = member.wealth_table(&asked.filter(), asked.day())?;
            let wealth = &member.picture(asked.day())?.wealth;
            let mut bar = scope_bar(&page, &asked, wealth, "/assets");
            bar.keep.extend([("q", wanted.q.clone()), ("show", wanted.show.clone())]);
            bar.keep.retain(|(_, value)| !value.is_empty());
            page.scope = Some(bar);
            Ok(List::new(page, member.assets()?, &table, wanted))
        })
        .await
}

impl List {
    fn new(page: Page, assets: Vec<AssetView>, table: &WealthTable, wanted: AssetFilter) -> Self {
        let known = assets.len();
        let held = held(table);
        let mut lines: Vec<Line> = assets
            .into_iter()
            .map(|asset| match held.get(&asset.id) {
                Some(sum) => Line {
                    asset,
                    amount: Some(sum.amount),
                    share: sum.share,
                    unvalued: sum.unvalued,
                },
                None => Line { asset, amount: None, share: None, unvalued: false },
            })
            .filter(|line| wanted.fits(&page, line))
            .collect();
        // The sort is stable, so equal amounts stay in alphabetical order.
        lines.sort_by_key(|line| std::cmp::Reverse(line.amount));
        let found = lines.len();
        if wanted.all.is_empty() {
            lines.truncate(FIRST);
        }
        let tabs = ["", "held", "unheld", "composite"].map(|which| {
            let label =
                page.t(&format!("assets-show-{}", if which.is_empty() { "all" } else { which }));
            Choice { value: address(&page, "show", which), label, selected: wanted.show == which }
        });
        let whole = address(&page, "all", "1");
        Self {
            page,
            wanted,
            tabs: tabs.into(),
            lines,
            currency: table.currency,
            found,
            known,
            whole,
        }
    }
}

impl AssetFilter {
    fn fits(&self, page: &Page, line: &Line) -> bool {
        let shown = match self.show.as_str() {
            "held" => line.amount.is_some(),
            "unheld" => line.amount.is_none(),
            "composite" => line.asset.composition.is_some(),
            _ => true,
        };
        let asset = &line.asset;
        let isin = asset.isin.map(|isin| isin.to_string()).unwrap_or_default();
        let told = [
            asset.name.as_str(),
            isin.as_str(),
            asset.ticker.as_deref().unwrap_or_default(),
            asset.issuer.as_deref().unwrap_or_default(),
            &page.name_of("kind", asset.kind.key()),
        ]
        .join(" ")
        .to_lowercase();
        shown && self.q.to_lowercase().split_whitespace().all(|word| told.contains(word))
    }
}

/// Amount held of one asset in all accounts.
#[derive(Default)]
struct HeldAsset {
    amount: Decimal,
    share: Option<Decimal>,
    unvalued: bool,
}

/// Sums the rows of the wealth table by asset, so that both pages agree to the cent.
fn held(table: &WealthTable) -> BTreeMap<AssetId, HeldAsset> {
    let accounts = table.banks.iter().flat_map(|bank| &bank.accounts);
    let mut held: BTreeMap<AssetId, HeldAsset> = BTreeMap::new();
    for row in accounts.flat_map(|account| &account.holdings) {
        held.entry(row.asset).or_default().add(row);
    }
    held
}

impl HeldAsset {
    fn add(&mut self, row: &HoldingRow) {
        match row.amount {
            Some(amount) => self.amount += amount.decimal(),
            None => self.unvalued = true,
        }
        if let Some(share) = row.share {
            self.share = Some(self.share.unwrap_or_default() + share);
        }
    }
}

/// Returns the address with one parameter replaced.
fn address(page: &Page, name: &str, value: &str) -> String {
    let (path, query) = page.path.split_once('?').unwrap_or((&page.path, ""));
    let replaced = format!("{name}=");
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| {
            !pair.is_empty() && !pair.starts_with(&replaced) && !pair.starts_with("all=")
        })
        .map(str::to_owned)
        .collect();
    if !value.is_empty() {
        pairs.push(format!("{replaced}{value}"));
    }
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}
