//! Defines the demo taxonomy, which classifies assets by liquidity.

/// Name of the taxonomy.
pub(crate) const TAXONOMY: &str = "Liquidité";

/// A heading with its assets in percent.
type Heading = (&'static str, &'static [(&'static str, &'static str)]);

/// All headings of the taxonomy.
pub(crate) const HEADINGS: &[Heading] = &[
    ("Immédiate", &[("Euros", "100"), ("Francs suisses", "100"), ("Dollars", "100")]),
    (
        "En quelques jours",
        &[
            ("ETF Terre Entière Alizarine", "100"),
            ("ETF Amérique Grandes Valeurs", "100"),
            ("ETF Europe Large", "100"),
            ("ETF Japon Lever du Jour", "100"),
            ("ETF Pays Émergents Sillon", "100"),
            ("Obligations Europe Garrigue", "100"),
            ("Monde Équilibré Pervenche", "100"),
            ("Zéphyr Semiconductors", "100"),
            ("Lumen Cloud", "100"),
            ("Novaterre Energy", "100"),
            ("Thames Paper", "100"),
            ("Alpes Instruments", "100"),
            ("Chanvre & Lin", "100"),
            ("Verrerie de l’Aubrac", "100"),
            ("Foncière Quai Nord", "100"),
            ("Bitcoin", "100"),
            ("Ether", "100"),
        ],
    ),
    (
        "En quelques semaines",
        &[
            ("Fonds en euros Garrigue", "100"),
            ("SCPI Pierre Claire", "70"),
            ("Obligation Verrerie 3,5\u{a0}% 2031", "100"),
            ("Or fin", "100"),
            ("Pièces d’or d’une once", "100"),
            ("Voiture", "100"),
        ],
    ),
    (
        "Bloquée",
        &[
            ("SCPI Pierre Claire", "30"),
            ("Dépôt à deux ans", "100"),
            ("Profil Retraite 2045", "100"),
            ("Parts Ateliers Brindille", "100"),
            ("Résidence principale", "100"),
            ("Maison de famille", "100"),
            ("Prêt de la résidence principale", "100"),
        ],
    ),
];
