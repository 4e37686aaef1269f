//! Defines the demo compositions, nested three levels deep and more.

/// An asset, the age of its composition in months, and its parts in percent.
pub(crate) type DemoComposition = (&'static str, i32, &'static [(&'static str, &'static str)]);

/// All compositions; one fund has two, the latest three months old.
pub(crate) const RECIPES: &[DemoComposition] = &[
    (
        "Profil Retraite 2045",
        18,
        &[("Monde Équilibré Pervenche", "72.5"), ("Fonds en euros Garrigue", "27.5")],
    ),
    (
        "Monde Équilibré Pervenche",
        18,
        &[
            ("ETF Terre Entière Alizarine", "48"),
            ("Obligations Europe Garrigue", "34.2"),
            ("SCPI Pierre Claire", "11.3"),
        ],
    ),
    (
        "Monde Équilibré Pervenche",
        3,
        &[
            ("ETF Terre Entière Alizarine", "54.63"),
            ("Obligations Europe Garrigue", "29.8"),
            ("SCPI Pierre Claire", "9.12"),
        ],
    ),
    (
        "ETF Terre Entière Alizarine",
        18,
        &[
            ("ETF Amérique Grandes Valeurs", "62.37"),
            ("ETF Europe Large", "17.05"),
            ("ETF Japon Lever du Jour", "5.58"),
            ("ETF Pays Émergents Sillon", "11.2"),
        ],
    ),
    (
        "ETF Amérique Grandes Valeurs",
        18,
        &[("Zéphyr Semiconductors", "7.82"), ("Lumen Cloud", "6.49"), ("Novaterre Energy", "1.13")],
    ),
    (
        "ETF Europe Large",
        18,
        &[
            ("Thames Paper", "1.42"),
            ("Alpes Instruments", "2.08"),
            ("Verrerie de l’Aubrac", "1.97"),
        ],
    ),
    ("Fonds Actionnariat Sillon Clair", 18, &[("Verrerie de l’Aubrac", "95")]),
];
