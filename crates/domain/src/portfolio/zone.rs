//! Zones of the world, the second axis of an allocation, counted per class.

use crate::money::share::Share;
use crate::portfolio::class::Class;

crate::stable_words::keyed! {
    /// Where in the world the wealth of a class sits.
    ///
    /// The list holds wide and narrow zones side by side, since sources differ: a fund sheet that says
    /// "Europe" is kept as such and not spread by guesswork.
    "zone" Zone {
        /// The United States.
        Us = "us",
        /// North America as a whole, and Canada.
        NorthAmerica = "north-america",
        /// Europe as a whole.
        Europe = "europe",
        /// The countries of the euro.
        Eurozone = "eurozone",
        /// Europe without the countries of the euro and, where it is told apart, the United Kingdom.
        EuropeExEurozone = "europe-ex-eurozone",
        /// The United Kingdom.
        Uk = "uk",
        /// Japan.
        Japan = "japan",
        /// Developed Asia and the Pacific, without Japan where it is told apart.
        DevelopedAsia = "developed-asia",
        /// China.
        China = "china",
        /// India.
        India = "india",
        /// Emerging countries.
        Emerging = "emerging",
        /// Developed countries, not told apart.
        Developed = "developed",
        /// The whole world, not told apart by the source.
        World = "world",
        /// Somewhere else.
        Other = "other",
    }
}

/// The zones that a class starts with before its owner edits them: (zone, percent).
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

/// [`default_zones`] as shares.
pub fn default_zone_shares(class: Class) -> Vec<(Zone, Share)> {
    default_zones(class)
        .iter()
        .filter_map(|&(zone, percent)| Share::from_percent(percent).map(|share| (zone, share)))
        .collect()
}
