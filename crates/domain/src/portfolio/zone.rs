//! Defines zones of the world, the second axis of an allocation within each class.

use crate::money::share::Share;
use crate::portfolio::class::Class;

crate::stable_words::keyed! {
    /// The region of the world that a part of a class belongs to.
    ///
    /// The list contains wide and narrow zones side by side, because sources differ. A fund sheet
    /// that says "Europe" is kept as such and not split by estimates.
    "zone" Zone {
        Us = "us",
        /// North America as a whole, and Canada.
        NorthAmerica = "north-america",
        /// Europe as a whole.
        Europe = "europe",
        /// The countries of the euro.
        Eurozone = "eurozone",
        /// Europe without the countries of the euro and, if listed separately, the United Kingdom.
        EuropeExEurozone = "europe-ex-eurozone",
        Uk = "uk",
        Japan = "japan",
        /// Developed Asia and the Pacific, without Japan if listed separately.
        DevelopedAsia = "developed-asia",
        China = "china",
        India = "india",
        Emerging = "emerging",
        /// Developed countries, not split further.
        Developed = "developed",
        /// The whole world, not split further by the source.
        World = "world",
        /// Any other region.
        Other = "other",
    }
}

/// Returns the program's default zones of a class as (zone, percent).
pub const fn default_zones(class: Class) -> &'static [(Zone, u64)] {
    match class {
        Class::Equity | Class::PrivateEquity => &[
            (Zone::Us, 60),
            (Zone::Europe, 20),
            (Zone::Japan, 10),
            (Zone::Emerging, 5),
            (Zone::Other, 5),
        ],
        Class::Bonds => &[(Zone::Europe, 80), (Zone::Us, 20)],
        Class::RealEstate | Class::EuroFunds | Class::Cash | Class::Debt | Class::Other => {
            &[(Zone::Europe, 100)]
        }
        Class::Crypto | Class::Metals => &[(Zone::World, 100)],
    }
}

/// Returns [`default_zones`] as shares.
pub fn default_zone_shares(class: Class) -> Vec<(Zone, Share)> {
    default_zones(class)
        .iter()
        .filter_map(|&(zone, percent)| Share::from_percent(percent).map(|share| (zone, share)))
        .collect()
}
