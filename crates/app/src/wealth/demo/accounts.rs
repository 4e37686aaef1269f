//! Defines the demo banks and accounts.

use pecule_domain::portfolio::account::Wrapper;

/// An account: bank, name, tax envelope, currency, and opening year relative to this one.
pub(crate) struct DemoAccount {
    pub(crate) bank: &'static str,
    pub(crate) name: &'static str,
    pub(crate) wrapper: Wrapper,
    pub(crate) currency: &'static str,
    pub(crate) years: i16,
}

const fn place(
    bank: &'static str,
    name: &'static str,
    wrapper: Wrapper,
    (currency, years): (&'static str, i16),
) -> DemoAccount {
    DemoAccount { bank, name, wrapper, currency, years }
}

/// Bank names with their notes.
pub(crate) const BANKS: &[(&str, &str)] = &[
    ("Banque Pervenche", "Notre banque de tous les jours. Conseil le mardi."),
    ("Banque du Lac d’Argent", "Compte gardé depuis les années passées en Suisse."),
    ("Courtage Alizarine", "Ordres en ligne, frais de garde nuls."),
    ("Assurances Garrigue Bleue", "Clauses bénéficiaires relues il y a deux ans."),
    (
        "Épargne salariale Sillon Clair",
        "Abondement de 50\u{a0}% jusqu’à 1\u{202f}200\u{a0}€ par an.",
    ),
    ("Plateforme Orbe Cobalt", ""),
    ("Étude notariale des Tilleuls", "Actes et évaluations de la maison et de la succession."),
    ("Ateliers Brindille", "La société familiale."),
    ("À la maison", "Le coffre est dans la cave, la clé ailleurs."),
];

/// All demo accounts; accounts of a single person carry that person's name.
pub(crate) const PLACES: &[DemoAccount] = &[
    place("Banque Pervenche", "Compte courant", Wrapper::Current, ("EUR", 14)),
    place("Banque Pervenche", "Livret A de Camille", Wrapper::LivretA, ("EUR", 14)),
    place("Banque Pervenche", "LDDS de Sacha", Wrapper::Ldds, ("EUR", 9)),
    place("Banque Pervenche", "LEP", Wrapper::Lep, ("EUR", 3)),
    place("Banque Pervenche", "Livret jeune", Wrapper::LivretJeune, ("EUR", 4)),
    place("Banque Pervenche", "Livret Bienvenue", Wrapper::Savings, ("EUR", 2)),
    place("Banque Pervenche", "CEL", Wrapper::Cel, ("EUR", 11)),
    place("Banque Pervenche", "PEL", Wrapper::Pel, ("EUR", 8)),
    place("Banque Pervenche", "Compte à terme", Wrapper::TermDeposit, ("EUR", 1)),
    place("Banque Pervenche", "Prêt immobilier", Wrapper::Loan, ("EUR", 6)),
    place("Banque du Lac d’Argent", "Compte en francs", Wrapper::Current, ("CHF", 12)),
    place("Courtage Alizarine", "PEA de Camille", Wrapper::Pea, ("EUR", 7)),
    place("Courtage Alizarine", "PEA-PME de Sacha", Wrapper::PeaPme, ("EUR", 4)),
    place("Courtage Alizarine", "Compte-titres", Wrapper::Securities, ("EUR", 7)),
    place(
        "Assurances Garrigue Bleue",
        "Assurance-vie Sérénité de Sacha",
        Wrapper::LifeInsurance,
        ("EUR", 9),
    ),
    place(
        "Assurances Garrigue Bleue",
        "Capitalisation Horizon",
        Wrapper::Capitalisation,
        ("EUR", 3),
    ),
    place("Assurances Garrigue Bleue", "PER Avenir de Camille", Wrapper::Per, ("EUR", 4)),
    place("Épargne salariale Sillon Clair", "PEE de Sacha", Wrapper::Pee, ("EUR", 5)),
    place("Épargne salariale Sillon Clair", "PER d’entreprise", Wrapper::PerCompany, ("EUR", 5)),
    place("Plateforme Orbe Cobalt", "Portefeuille crypto", Wrapper::Crypto, ("EUR", 3)),
    place("Étude notariale des Tilleuls", "Biens immobiliers", Wrapper::Property, ("EUR", 6)),
    place("Ateliers Brindille", "Compte courant d’associé", Wrapper::CompanyAccount, ("EUR", 5)),
    place("À la maison", "Coffre", Wrapper::Safe, ("EUR", 10)),
    place("À la maison", "Divers", Wrapper::Other, ("EUR", 10)),
];
