//! Translates the application's words, older and newer, to those of the domain.

use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;

use crate::legacy::portfolio::Metal;

/// Returns the wrapper of an account type.
pub(super) fn wrapper(word: &str) -> Option<Wrapper> {
    Some(match word.to_lowercase().as_str() {
        "courant" => Wrapper::Current,
        "livret" => Wrapper::Savings,
        "pea" => Wrapper::Pea,
        "titre" => Wrapper::Securities,
        "assurance_vie" => Wrapper::LifeInsurance,
        "autre" => Wrapper::Other,
        word => return word.parse().ok(),
    })
}

/// Returns the kind of a product type.
pub(super) fn kind(word: &str) -> Option<AssetKind> {
    Some(match word.to_lowercase().as_str() {
        "sicav" => AssetKind::Fund,
        "action" => AssetKind::Stock,
        "obligation" => AssetKind::Bond,
        "reits" => AssetKind::Reit,
        "fonds_euro" => AssetKind::EuroFund,
        "immo_direct" => AssetKind::Property,
        "autre" => AssetKind::Other,
        word => return word.parse().ok(),
    })
}

/// Returns the class of a word.
pub(super) fn class(word: &str) -> Option<Class> {
    Some(match word.to_lowercase().as_str() {
        "actions" => Class::Equity,
        "obligations" => Class::Bonds,
        "immobilier" => Class::RealEstate,
        "metaux" => Class::Metals,
        "autre" => Class::Other,
        word => return word.parse().ok(),
    })
}

/// The meaning of a word of the application.
pub(super) enum Meaning<K> {
    /// A known member.
    Of(K),
    Unclassified,
    /// The word is not known.
    Unknown,
}

impl<K> From<Option<K>> for Meaning<K> {
    fn from(found: Option<K>) -> Self {
        found.map_or(Self::Unknown, Self::Of)
    }
}

/// Returns the zone of a word.
pub(super) fn zone(word: &str) -> Meaning<Zone> {
    Meaning::Of(match word.to_lowercase().as_str() {
        "global_non_classe" => return Meaning::Unclassified,
        "amerique_nord" => Zone::NorthAmerica,
        "europe_zone_euro" => Zone::Eurozone,
        "europe_hors_zone_euro" => Zone::EuropeExEurozone,
        "japon" => Zone::Japan,
        "chine" => Zone::China,
        "inde" => Zone::India,
        "asie_developpee" => Zone::DevelopedAsia,
        "autres_emergents" => Zone::Emerging,
        "monde" => Zone::World,
        "autre" => Zone::Other,
        word => return word.parse().ok().into(),
    })
}

/// Returns the metal of a word.
pub(super) fn metal(word: &str) -> Option<Metal> {
    Some(match word.to_lowercase().as_str() {
        "gold" | "or" | "xau" => Metal::Gold,
        "silver" | "argent" | "xag" => Metal::Silver,
        "platinum" | "platine" | "xpt" => Metal::Platinum,
        "palladium" | "xpd" => Metal::Palladium,
        _ => return None,
    })
}
