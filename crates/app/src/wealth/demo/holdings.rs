//! Defines the demo holdings and their statements.

use pecule_domain::portfolio::holding::Right;

/// A holding with its statements, oldest first.
pub(crate) struct DemoHolding {
    pub(crate) account: &'static str,
    pub(crate) asset: &'static str,
    /// The right, and the share in percent.
    pub(crate) owned: (Right, &'static str),
    pub(crate) cost: &'static str,
    pub(crate) stated: DemoStatement,
}

/// Statements by months before today.
pub(crate) enum DemoStatement {
    /// Quantities, in units of the asset.
    Units(&'static [(i32, &'static str)]),
    /// Values in the currency of the asset.
    Worth(&'static [(i32, &'static str)]),
}

use DemoStatement::{Units, Worth};

const ALONE: (Right, &str) = (Right::Full, "100");
const HALF: (Right, &str) = (Right::Full, "50");

const fn held(
    account: &'static str,
    asset: &'static str,
    cost: &'static str,
    stated: DemoStatement,
) -> DemoHolding {
    DemoHolding { account, asset, owned: ALONE, cost, stated }
}

/// All demo holdings.
pub(crate) const HOLDINGS: &[DemoHolding] = &[
    held(
        "Compte courant",
        "Euros",
        "",
        Units(&[(18, "3120.44"), (9, "2871.90"), (1, "3604.12"), (0, "4312.55")]),
    ),
    held(
        "Livret A de Camille",
        "Euros",
        "",
        Units(&[(18, "15400"), (12, "18250"), (6, "20100"), (1, "22950")]),
    ),
    held("LDDS de Sacha", "Euros", "", Units(&[(18, "8200"), (10, "10400"), (1, "12000")])),
    held("LEP", "Euros", "", Units(&[(18, "4000"), (8, "6500"), (1, "7700")])),
    held("Livret jeune", "Euros", "", Units(&[(18, "900"), (1, "1350")])),
    held("Livret Bienvenue", "Euros", "", Units(&[(14, "6000"), (1, "3100")])),
    held("CEL", "Euros", "", Units(&[(18, "3050.80"), (1, "3088.40")])),
    held("PEL", "Euros", "", Units(&[(18, "21340"), (11, "22180"), (1, "22864.15")])),
    held("Compte à terme", "Dépôt à deux ans", "10000", Worth(&[(12, "10000"), (1, "10248.60")])),
    DemoHolding {
        owned: HALF,
        ..held(
            "Prêt immobilier",
            "Prêt de la résidence principale",
            "",
            Worth(&[(18, "-196320.75"), (12, "-192007.18"), (6, "-187611.40"), (1, "-183902.06")]),
        )
    },
    held(
        "Compte en francs",
        "Francs suisses",
        "",
        Units(&[(18, "6240"), (5, "5880.35"), (1, "5912.10")]),
    ),
    held(
        "PEA de Camille",
        "ETF Europe Large",
        "18450",
        Units(&[(18, "612"), (10, "702"), (2, "745")]),
    ),
    held("PEA de Camille", "Verrerie de l’Aubrac", "3980", Units(&[(18, "31")])),
    held("PEA de Camille", "Euros", "", Units(&[(18, "412.30"), (1, "186.72")])),
    held("PEA-PME de Sacha", "Chanvre & Lin", "4210.50", Units(&[(18, "180"), (7, "240")])),
    held(
        "Compte-titres",
        "ETF Terre Entière Alizarine",
        "9120",
        Units(&[(18, "14"), (9, "18"), (2, "21")]),
    ),
    held("Compte-titres", "ETF Pays Émergents Sillon", "2480", Units(&[(16, "205")])),
    held("Compte-titres", "Zéphyr Semiconductors", "1890.40", Units(&[(18, "12"), (4, "15")])),
    held("Compte-titres", "Lumen Cloud", "1140", Units(&[(18, "4")])),
    held("Compte-titres", "Thames Paper", "2310", Units(&[(18, "160")])),
    held("Compte-titres", "Alpes Instruments", "1930", Units(&[(13, "22")])),
    held("Compte-titres", "Foncière Quai Nord", "1615.20", Units(&[(18, "40")])),
    held("Compte-titres", "Obligation Verrerie 3,5\u{a0}% 2031", "4850", Units(&[(15, "50")])),
    held(
        "Compte-titres",
        "Titre Cadran Trimestriel",
        "5000",
        Worth(&[(10, "5000"), (4, "5084"), (1, "5132.50")]),
    ),
    held("Compte-titres", "Dollars", "", Units(&[(18, "310.05"), (1, "742.18")])),
    held(
        "Assurance-vie Sérénité de Sacha",
        "Fonds en euros Garrigue",
        "31200",
        Worth(&[(18, "32410"), (11, "33290.74"), (1, "34018.22")]),
    ),
    held(
        "Assurance-vie Sérénité de Sacha",
        "Monde Équilibré Pervenche",
        "11800",
        Units(&[(18, "78.4127"), (8, "91.0562"), (1, "97.3318")]),
    ),
    held("Assurance-vie Sérénité de Sacha", "SCPI Pierre Claire", "8160", Units(&[(18, "40")])),
    held("Capitalisation Horizon", "Obligations Europe Garrigue", "7020", Units(&[(18, "68.5")])),
    held(
        "PER Avenir de Camille",
        "Profil Retraite 2045",
        "9600",
        Worth(&[(18, "7420"), (12, "8610.35"), (6, "9788.90"), (1, "11240.18")]),
    ),
    held(
        "PEE de Sacha",
        "Fonds Actionnariat Sillon Clair",
        "5100",
        Worth(&[(18, "4380"), (12, "5240"), (6, "5610.42"), (1, "6275.09")]),
    ),
    held(
        "PER d’entreprise",
        "Monde Équilibré Pervenche",
        "2900",
        Units(&[(18, "14.2"), (6, "24.8871")]),
    ),
    held("Portefeuille crypto", "Bitcoin", "3150", Units(&[(18, "0.04210875"), (7, "0.05210875")])),
    held("Portefeuille crypto", "Ether", "980", Units(&[(18, "0.6125")])),
    DemoHolding {
        owned: HALF,
        ..held(
            "Biens immobiliers",
            "Résidence principale",
            "338000",
            Worth(&[(18, "412000"), (2, "425000")]),
        )
    },
    DemoHolding {
        owned: (Right::Bare, "60"),
        ..held(
            "Biens immobiliers",
            "Maison de famille",
            "",
            Worth(&[(18, "240000"), (2, "246000")]),
        )
    },
    DemoHolding {
        owned: (Right::Usufruct, "23"),
        ..held(
            "Biens immobiliers",
            "Studio donné aux enfants",
            "",
            Worth(&[(18, "118000"), (5, "121500")]),
        )
    },
    held(
        "Compte courant d’associé",
        "Avance aux Ateliers Brindille",
        "",
        Worth(&[(18, "15000"), (1, "12500")]),
    ),
    held(
        "Compte courant d’associé",
        "Parts Ateliers Brindille",
        "10000",
        Worth(&[(18, "36500"), (7, "41200")]),
    ),
    held("Compte courant d’associé", "Fonds Horizon Bleu", "5000", Units(&[(9, "50")])),
    held("Coffre", "Or fin", "6840", Units(&[(18, "124.5")])),
    held("Coffre", "Pièces d’or d’une once", "4420", Units(&[(18, "3")])),
    held("Coffre", "Euros", "", Units(&[(18, "800")])),
    held("Divers", "Voiture", "21900", Worth(&[(18, "16800"), (6, "14200")])),
    held("Divers", "Droits d’auteur", "", Worth(&[(18, "2400"), (1, "2150")])),
];
