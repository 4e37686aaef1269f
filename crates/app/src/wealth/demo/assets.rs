//! Defines the demo assets. Names and numbers are fictitious: ISINs begin with XF, which no country
//! has.

use pecule_domain::portfolio::asset::{AssetKind, Unit};
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;

use crate::wealth::demo::market::PriceCurve;

/// The percentage of a class, and its split over zones in percent.
pub(crate) type Split = (Class, &'static str, &'static [(Zone, &'static str)]);

/// A demo asset.
pub(crate) struct DemoAsset {
    pub(crate) name: &'static str,
    pub(crate) kind: AssetKind,
    pub(crate) currency: &'static str,
    pub(crate) unit: Unit,
    pub(crate) isin: &'static str,
    pub(crate) ticker: &'static str,
    pub(crate) issuer: &'static str,
    pub(crate) split: &'static [Split],
    /// Price of one unit today, its currency, and its curve.
    pub(crate) price: Option<(&'static str, &'static str, PriceCurve)>,
    pub(crate) notes: &'static str,
}

const fn thing(name: &'static str, kind: AssetKind, split: &'static [Split]) -> DemoAsset {
    DemoAsset {
        name,
        kind,
        currency: "EUR",
        unit: Unit::Piece,
        isin: "",
        ticker: "",
        issuer: "",
        split,
        price: None,
        notes: "",
    }
}

/// A company's share, with a single zone.
const fn stock(
    name: &'static str,
    ticker: &'static str,
    split: &'static [Split],
    price: (&'static str, &'static str, PriceCurve),
) -> DemoAsset {
    DemoAsset { ticker, issuer: name, price: Some(price), ..thing(name, AssetKind::Stock, split) }
}

/// A fund with an ISIN and a price in euros.
const fn fund(
    name: &'static str,
    kind: AssetKind,
    isin: &'static str,
    split: &'static [Split],
    price: (&'static str, PriceCurve),
) -> DemoAsset {
    let (price, course) = price;
    DemoAsset { isin, price: Some((price, "EUR", course)), ..thing(name, kind, split) }
}

const EQUITY_US: &[Split] = &[(Class::Equity, "100", &[(Zone::Us, "100")])];
const EQUITY_EUROZONE: &[Split] = &[(Class::Equity, "100", &[(Zone::Eurozone, "100")])];
const EQUITY_UK: &[Split] = &[(Class::Equity, "100", &[(Zone::Uk, "100")])];
const EQUITY_CHF: &[Split] = &[(Class::Equity, "100", &[(Zone::EuropeExEurozone, "100")])];
const EQUITY_JAPAN: &[Split] = &[(Class::Equity, "100", &[(Zone::Japan, "100")])];
const EQUITY_EMERGING: &[Split] = &[(
    Class::Equity,
    "100",
    &[
        (Zone::China, "31.4"),
        (Zone::India, "19.25"),
        (Zone::DevelopedAsia, "18.1"),
        (Zone::Emerging, "30"),
    ],
)];
const CASH_EUROZONE: &[Split] = &[(Class::Cash, "100", &[(Zone::Eurozone, "100")])];
const HOME: &[Split] = &[(Class::RealEstate, "100", &[(Zone::Eurozone, "100")])];
const METAL: &[Split] = &[(Class::Metals, "100", &[(Zone::World, "100")])];
const CRYPTO: &[Split] = &[(Class::Crypto, "100", &[(Zone::World, "100")])];
const OTHER: &[Split] = &[(Class::Other, "100", &[(Zone::Eurozone, "100")])];

/// All demo assets.
pub(crate) const THINGS: &[DemoAsset] = &[
    thing("Euros", AssetKind::Cash, CASH_EUROZONE),
    DemoAsset {
        currency: "CHF",
        ..thing(
            "Francs suisses",
            AssetKind::Cash,
            &[(Class::Cash, "100", &[(Zone::EuropeExEurozone, "100")])],
        )
    },
    DemoAsset {
        currency: "USD",
        ..thing("Dollars", AssetKind::Cash, &[(Class::Cash, "100", &[(Zone::Us, "100")])])
    },
    thing("Dépôt à deux ans", AssetKind::Cash, CASH_EUROZONE),
    thing(
        "Fonds en euros Garrigue",
        AssetKind::EuroFund,
        &[(Class::EuroFunds, "100", &[(Zone::Eurozone, "82"), (Zone::Europe, "18")])],
    ),
    fund(
        "Monde Équilibré Pervenche",
        AssetKind::Fund,
        "XF0000EQUIL0",
        CASH_EUROZONE,
        ("148.37", PriceCurve::Mixed),
    ),
    fund(
        "ETF Terre Entière Alizarine",
        AssetKind::Etf,
        "XF0000TERRE6",
        &[(Class::Equity, "100", &[(Zone::World, "100")])],
        ("612.48", PriceCurve::Shares),
    ),
    fund(
        "ETF Amérique Grandes Valeurs",
        AssetKind::Etf,
        "XF0000AMERI8",
        EQUITY_US,
        ("87.914", PriceCurve::Shares),
    ),
    fund(
        "ETF Europe Large",
        AssetKind::Etf,
        "XF0000EUROP7",
        &[(
            Class::Equity,
            "99.4",
            &[(Zone::Eurozone, "52.3"), (Zone::Uk, "21.7"), (Zone::EuropeExEurozone, "26")],
        )],
        ("34.256", PriceCurve::Shares),
    ),
    fund(
        "ETF Japon Lever du Jour",
        AssetKind::Etf,
        "XF0000JAPON7",
        EQUITY_JAPAN,
        ("21.083", PriceCurve::Shares),
    ),
    fund(
        "ETF Pays Émergents Sillon",
        AssetKind::Etf,
        "XF0000EMERG4",
        EQUITY_EMERGING,
        ("12.605", PriceCurve::Wild),
    ),
    fund(
        "Obligations Europe Garrigue",
        AssetKind::Fund,
        "XF0000OBLIG0",
        &[
            (
                Class::Bonds,
                "92.5",
                &[(Zone::Eurozone, "71.2"), (Zone::EuropeExEurozone, "18.8"), (Zone::Us, "10")],
            ),
            (Class::Cash, "7.5", &[(Zone::Eurozone, "100")]),
        ],
        ("103.62", PriceCurve::Calm),
    ),
    fund(
        "SCPI Pierre Claire",
        AssetKind::Scpi,
        "XF0000FONCI6",
        &[
            (Class::RealEstate, "94", &[(Zone::Eurozone, "88"), (Zone::Uk, "12")]),
            (Class::Cash, "6", &[]),
        ],
        ("204", PriceCurve::Calm),
    ),
    DemoAsset {
        notes: "Composée par l’assureur\u{a0}: actions et fonds en euros, avec moins d’actions chaque année.",
        ..thing("Profil Retraite 2045", AssetKind::Basket, &[])
    },
    thing(
        "Fonds Actionnariat Sillon Clair",
        AssetKind::Fund,
        &[(Class::Equity, "100", &[(Zone::Eurozone, "100")])],
    ),
    stock("Zéphyr Semiconductors", "ZEPH", EQUITY_US, ("214.35", "USD", PriceCurve::Wild)),
    stock("Lumen Cloud", "LMNC", EQUITY_US, ("389.10", "USD", PriceCurve::Shares)),
    stock("Novaterre Energy", "NVTR", EQUITY_US, ("71.92", "USD", PriceCurve::Shares)),
    stock("Thames Paper", "THPA", EQUITY_UK, ("1284.5", "GBX", PriceCurve::Calm)),
    stock("Alpes Instruments", "ALPI", EQUITY_CHF, ("96.40", "CHF", PriceCurve::Shares)),
    stock("Chanvre & Lin", "CHLN", EQUITY_EUROZONE, ("18.72", "EUR", PriceCurve::Wild)),
    stock("Verrerie de l’Aubrac", "VRAU", EQUITY_EUROZONE, ("142.60", "EUR", PriceCurve::Shares)),
    DemoAsset {
        price: Some(("41.18", "EUR", PriceCurve::Calm)),
        ..thing(
            "Foncière Quai Nord",
            AssetKind::Reit,
            &[(Class::RealEstate, "100", &[(Zone::Eurozone, "100")])],
        )
    },
    DemoAsset {
        price: Some(("98.14", "EUR", PriceCurve::Calm)),
        ..thing(
            "Obligation Verrerie 3,5\u{a0}% 2031",
            AssetKind::Bond,
            &[(Class::Bonds, "100", &[(Zone::Eurozone, "100")])],
        )
    },
    DemoAsset {
        notes: "Capital protégé à 90\u{a0}% à l’échéance. La part d’obligations est une estimation.",
        ..thing(
            "Titre Cadran Trimestriel",
            AssetKind::Structured,
            &[
                (Class::Bonds, "62.37", &[(Zone::Eurozone, "100")]),
                (Class::Equity, "20", &[(Zone::Eurozone, "100")]),
            ],
        )
    },
    DemoAsset {
        issuer: "Ateliers Brindille",
        notes: "Évaluées une fois par an, à l’approbation des comptes.",
        ..thing(
            "Parts Ateliers Brindille",
            AssetKind::PrivateEquity,
            &[(Class::PrivateEquity, "100", &[(Zone::Eurozone, "100")])],
        )
    },
    DemoAsset {
        issuer: "Ateliers Brindille",
        ..thing("Avance aux Ateliers Brindille", AssetKind::Claim, OTHER)
    },
    DemoAsset {
        notes: "Souscrit en direct\u{202f}; le prochain prix viendra avec le rapport annuel.",
        ..thing(
            "Fonds Horizon Bleu",
            AssetKind::PrivateEquity,
            &[(Class::PrivateEquity, "100", &[])],
        )
    },
    DemoAsset {
        ticker: "BTC",
        price: Some(("78450.20", "EUR", PriceCurve::Storm)),
        ..thing("Bitcoin", AssetKind::Crypto, CRYPTO)
    },
    DemoAsset {
        ticker: "ETH",
        price: Some(("2612.75", "EUR", PriceCurve::Storm)),
        ..thing("Ether", AssetKind::Crypto, CRYPTO)
    },
    DemoAsset {
        unit: Unit::Gram,
        price: Some(("3480.60", "EUR", PriceCurve::Gold)),
        ..thing("Or fin", AssetKind::Metal, METAL)
    },
    DemoAsset {
        unit: Unit::TroyOunce,
        currency: "USD",
        price: Some(("4046.30", "USD", PriceCurve::Gold)),
        ..thing("Pièces d’or d’une once", AssetKind::Metal, METAL)
    },
    DemoAsset {
        notes: "Acquise à deux, par moitié.",
        ..thing("Résidence principale", AssetKind::Property, HOME)
    },
    thing(
        "Prêt de la résidence principale",
        AssetKind::Loan,
        &[(Class::Debt, "100", &[(Zone::Eurozone, "100")])],
    ),
    DemoAsset {
        notes: "Reçue en nue-propriété\u{202f}; barème de l’usufruit selon l’âge\u{a0}: 40\u{a0}% au survivant, 60\u{a0}% pour nous.",
        ..thing("Maison de famille", AssetKind::Property, HOME)
    },
    DemoAsset {
        notes: "Usufruit temporaire de dix ans, évalué à 23\u{a0}% par période de dix ans.",
        ..thing("Studio donné aux enfants", AssetKind::Property, HOME)
    },
    thing("Voiture", AssetKind::Object, OTHER),
    thing("Droits d’auteur", AssetKind::Other, &[]),
];
