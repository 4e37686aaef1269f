//! Loads all records of a set of books as of one day, since calculations need most of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId, TaxonId, TaxonomyId};
use pecule_domain::market::exchange_rate::Rates;
use pecule_domain::market::price::Quote;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Account;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::asset::Asset;
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::composition::Composition;
use pecule_domain::portfolio::holding::{Holding, Statement};
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_domain::portfolio::task::Task;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::look_through::Distribution;
use pecule_store::books::View;

/// The setting with the currency of totals.
pub(crate) const CURRENCY: &str = "currency";
/// The setting that marks books with demonstration data.
pub(crate) const DEMO: &str = "demo";

/// The records of one set of books or of several.
#[derive(Debug)]
pub struct Portfolio {
    pub on: Date,
    pub banks: BTreeMap<BankId, Bank>,
    pub accounts: BTreeMap<AccountId, Account>,
    pub assets: BTreeMap<AssetId, Asset>,
    pub holdings: BTreeMap<HoldingId, Holding>,
    /// The last statement of each holding.
    pub statements: BTreeMap<HoldingId, Statement>,
    /// The last price of each asset.
    pub quotes: BTreeMap<AssetId, Quote>,
    /// The split of assets over classes and zones.
    pub allocations: BTreeMap<AssetId, Allocation>,
    /// The composition of composite assets.
    pub compositions: BTreeMap<AssetId, Composition>,
    pub rates: Rates,
    pub taxonomies: BTreeMap<TaxonomyId, Taxonomy>,
    pub taxons: BTreeMap<TaxonId, Taxon>,
    /// The headings of each asset.
    pub assignments: BTreeMap<AssetId, Vec<Assignment>>,
    pub tasks: Vec<Task>,
    /// Recorded days, oldest first.
    pub history: Vec<RecordedDay>,
    /// Zones that replace the built-in defaults of a class.
    pub default_zones: BTreeMap<Class, BTreeMap<Zone, Share>>,
    /// The currency of totals; `None` for the euro.
    pub currency: Option<Currency>,
    /// Whether the books hold demonstration data.
    pub is_demo: bool,
}

impl Portfolio {
    /// Loads the books as of a day. Recorded days are converted to `reporting`, or else to the currency
    /// of the books.
    pub(crate) fn load(
        view: View<'_>,
        on: Date,
        reporting: Option<Currency>,
    ) -> pecule_store::Result<Self> {
        let inventory = view.inventory(on)?;
        let mut taxons = BTreeMap::new();
        let mut assignments: BTreeMap<AssetId, Vec<Assignment>> = BTreeMap::new();
        let taxonomies = view.taxonomies()?;
        for taxonomy in &taxonomies {
            taxons.extend(view.taxons(taxonomy.id)?.into_iter().map(|taxon| (taxon.id, taxon)));
            for assignment in view.assignments(taxonomy.id)? {
                assignments.entry(assignment.asset).or_default().push(assignment);
            }
        }
        let currency = view.find_setting(CURRENCY)?.and_then(|code| code.parse().ok());
        Ok(Self {
            on,
            banks: by(inventory.banks, |bank| bank.id),
            accounts: by(inventory.accounts, |account| account.id),
            assets: by(inventory.assets, |asset| asset.id),
            holdings: by(inventory.holdings, |holding| holding.id),
            statements: by(inventory.statements, |statement| statement.holding),
            quotes: by(inventory.quotes, |quote| quote.asset),
            allocations: inventory.allocations.into_iter().collect(),
            compositions: by(inventory.compositions, |composition| composition.asset),
            rates: Rates::new(inventory.rates),
            taxonomies: by(taxonomies, |taxonomy| taxonomy.id),
            taxons,
            assignments,
            tasks: view.tasks()?,
            history: view.recorded_days(reporting.or(currency).unwrap_or(Currency::EUR))?,
            default_zones: inventory.default_zones,
            currency,
            is_demo: view.find_setting(DEMO)?.is_some(),
        })
    }

    /// Adds the records of other books; records that exist already take precedence.
    ///
    /// Nothing is added for an identifier that exists already, for example its prices.
    pub(crate) fn take_in(&mut self, mut other: Self) {
        let strange: Vec<AssetId> =
            other.assets.keys().filter(|id| self.assets.contains_key(id)).copied().collect();
        let is_new = |asset: &AssetId| strange.binary_search(asset).is_err();
        fill(&mut self.banks, other.banks);
        fill(&mut self.accounts, other.accounts);
        fill(&mut self.assets, other.assets);
        other.statements.retain(|holding, _| !self.holdings.contains_key(holding));
        fill(&mut self.statements, other.statements);
        fill(&mut self.holdings, other.holdings);
        fill(&mut self.quotes, only(other.quotes, is_new));
        fill(&mut self.allocations, only(other.allocations, is_new));
        fill(&mut self.compositions, only(other.compositions, is_new));
        fill(&mut self.assignments, only(other.assignments, is_new));
        fill(&mut self.taxonomies, other.taxonomies);
        fill(&mut self.taxons, other.taxons);
        fill(&mut self.default_zones, other.default_zones);
        self.rates.fill(other.rates);
        self.tasks.extend(other.tasks);
        self.is_demo |= other.is_demo;
    }

    /// Returns the headings of a taxonomy, by identifier.
    pub fn taxons_of(&self, taxonomy: TaxonomyId) -> Vec<TaxonId> {
        self.taxons
            .values()
            .filter(|taxon| taxon.taxonomy == taxonomy)
            .map(|taxon| taxon.id)
            .collect()
    }

    /// Returns how an asset itself splits over the given headings.
    pub fn distribution(&self, asset: AssetId, taxons: &[TaxonId]) -> Distribution {
        let assigned = self.assignments.get(&asset).map_or(&[][..], Vec::as_slice);
        let parts = assigned.iter().filter_map(|assignment| {
            let place = taxons.binary_search(&assignment.taxon).ok()?;
            Some((u16::try_from(place + 1).ok()?, assignment.share))
        });
        Distribution::of_shares(parts)
    }

    /// Returns the currency of totals; the euro unless another was chosen.
    pub fn reporting_currency(&self) -> Currency {
        self.currency.unwrap_or(Currency::EUR)
    }

    /// Returns the default zones of a class: the owner's, or the built-in ones.
    pub fn zones_to_start_with(&self, class: Class) -> Vec<(Zone, Share)> {
        match self.default_zones.get(&class) {
            Some(own) => own.iter().map(|(zone, share)| (*zone, *share)).collect(),
            None => pecule_domain::portfolio::zone::default_zone_shares(class),
        }
    }

    /// Returns the asset with an ISIN.
    pub fn with_isin(&self, isin: pecule_domain::portfolio::isin::Isin) -> Option<&Asset> {
        self.assets.values().find(|asset| asset.isin == Some(isin))
    }

    /// Returns the name of an asset, for a sentence.
    pub fn asset_name(&self, asset: AssetId) -> String {
        self.assets.get(&asset).map_or_else(|| asset.to_string(), |asset| asset.name.clone())
    }

    /// Returns the bank that keeps an account.
    pub fn bank_of(&self, account: AccountId) -> Option<&Bank> {
        self.banks.get(&self.accounts.get(&account)?.bank)
    }
}

fn by<K: Ord, T>(records: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    records.into_iter().map(|record| (key(&record), record)).collect()
}

/// Adds the entries whose key is missing.
fn fill<K: Ord, T>(here: &mut BTreeMap<K, T>, others: BTreeMap<K, T>) {
    for (key, record) in others {
        here.entry(key).or_insert(record);
    }
}

fn only<T>(
    records: BTreeMap<AssetId, T>,
    wanted: impl Fn(&AssetId) -> bool,
) -> BTreeMap<AssetId, T> {
    records.into_iter().filter(|(asset, _)| wanted(asset)).collect()
}
