//! Defines the demo tasks and notes.

/// A task: title, asset, days until it is due, days since it was done.
pub(crate) struct Todo {
    pub(crate) title: &'static str,
    pub(crate) asset: &'static str,
    pub(crate) due: Option<i64>,
    pub(crate) done: Option<i64>,
    pub(crate) notes: &'static str,
}

const fn todo(title: &'static str, asset: &'static str, due: Option<i64>) -> Todo {
    Todo { title, asset, due, done: None, notes: "" }
}

/// All demo tasks.
pub(crate) const TASKS: &[Todo] = &[
    todo("Demander le prix des parts au gérant", "Fonds Horizon Bleu", Some(-6)),
    todo("Réévaluer les parts après l’assemblée", "Parts Ateliers Brindille", Some(9)),
    Todo {
        notes: "Comparer avec les ventes de la rue\u{202f}; l’étude envoie une estimation tous les deux ans.",
        ..todo("Mettre à jour la valeur de la maison", "Résidence principale", Some(38))
    },
    todo("Verser sur le PER avant la fin de l’année", "Profil Retraite 2045", Some(52)),
    todo("Relire la clause bénéficiaire", "Fonds en euros Garrigue", None),
    todo("Remplir le LDDS", "", None),
    Todo { done: Some(20), ..todo("Déclarer le compte suisse", "Francs suisses", Some(-30)) },
];

/// Notes: age in days, asset, text.
pub(crate) const NOTES: &[(i64, &str, &str)] = &[
    (
        410,
        "ETF Terre Entière Alizarine",
        "Retenu pour ses frais de 0,12\u{a0}%. À revoir si un fonds moins cher couvre aussi les petites entreprises.",
    ),
    (165, "SCPI Pierre Claire", "Délai de retrait annoncé\u{a0}: quatre mois. Ne plus renforcer."),
    (
        88,
        "Zéphyr Semiconductors",
        "Trois titres de plus. Avec les fonds, c’est déjà notre plus grosse entreprise.",
    ),
    (
        24,
        "",
        "Point de l’automne\u{a0}: épargne de précaution complète, prochain versement vers le PEA.",
    ),
];
