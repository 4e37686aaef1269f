use super::*;
use crate::legacy::portfolio::LegacyPart;
use crate::legacy::portfolio::LegacyTask;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::portfolio::allocation::Allocation;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;

const BANKS: &str = r#"[{"id": "b", "nom": "Banque ", "notes": "n"}]"#;
const ACCOUNTS: &str = r#"[{"id": "a", "bank_id": "b", "type": "assurance_vie", "libelle": "AV"}]"#;

/// Reads assets in one account of one bank.
fn assets(json: &str) -> (Vec<LegacyAsset>, Vec<(String, ProblemKind)>) {
    let legacy = read(&LegacyFiles {
        banks: Some(BANKS.as_bytes()),
        accounts: Some(ACCOUNTS.as_bytes()),
        assets: Some(json.as_bytes()),
        history: Some(b"[]"),
    });
    let said = legacy.problems.into_iter().map(|problem| (problem.what, problem.why)).collect();
    (legacy.assets, said)
}

/// Returns a minimal asset with additional fields.
fn asset(fields: &str) -> String {
    format!(
        r#"{{"id": "x", "nom": "X", "compte_id": "a", "type_produit": "etf", "devise": "EUR",
        "valeur_actuelle": 10, {fields}}}"#
    )
}

fn one(fields: &str) -> (LegacyAsset, Vec<(String, ProblemKind)>) {
    let (mut assets, said) = assets(&format!("[{}]", asset(fields)));
    (assets.remove(0), said)
}

fn percent(allocation: &Allocation, class: Class, zone: Zone) -> Option<String> {
    Some(allocation.classes.get(&class)?.zones.get(&zone)?.percentage().to_string())
}

fn said(what: &str, why: ProblemKind) -> Vec<(String, ProblemKind)> {
    vec![(what.to_owned(), why)]
}

#[test]
fn lists_and_maps_are_read_alike() {
    let both = |banks: &str, accounts: &str| {
        read(&LegacyFiles {
            banks: Some(banks.as_bytes()),
            accounts: Some(accounts.as_bytes()),
            ..LegacyFiles::default()
        })
    };
    let list = both(BANKS, ACCOUNTS);
    let map = both(
        r#"{"b": {"nom": "Banque", "notes": "n"}}"#,
        r#"{"a": {"banque_id": "b", "type": "assurance_vie", "libelle": "AV"}}"#,
    );
    assert_eq!((&list.banks, &list.accounts), (&map.banks, &map.accounts));
    assert_eq!(list.banks[0].name, "Banque");
    assert_eq!(list.accounts[0].wrapper, Wrapper::LifeInsurance);
    assert_eq!(list.accounts[0].bank.as_deref(), Some("b"));
    let missing: Vec<_> = list.problems.iter().map(|p| (p.what.as_str(), p.why)).collect();
    assert_eq!(
        missing,
        [("assets.json", ProblemKind::NotGiven), ("history.json", ProblemKind::NotGiven)]
    );
}

#[test]
fn every_word_of_the_application_has_its_meaning() {
    for word in ["courant", "livret", "pea", "titre", "assurance_vie", "autre"] {
        assert!(words::wrapper(word).is_some(), "{word}");
    }
    let kinds =
        "etf sicav action obligation scpi reits fonds_euro crypto metal cash immo_direct autre";
    assert!(kinds.split(' ').all(|word| words::kind(word).is_some()));
    let classes = "actions obligations immobilier crypto metaux cash autre";
    assert!(classes.split(' ').all(|word| words::class(word).is_some()));
    let zones = "us europe uk japan china india emerging developed monde autre amerique_nord \
        europe_zone_euro europe_hors_zone_euro japon chine inde asie_developpee autres_emergents";
    for word in zones.split_whitespace() {
        assert!(matches!(words::zone(word), words::Meaning::Of(_)), "{word}");
    }
    assert!(matches!(words::zone("global_non_classe"), words::Meaning::Unclassified));
}

#[test]
fn percentages_are_read_digit_by_digit() {
    let (asset, said) = one(r#""allocation": {"actions": 61.1234567890123456, "cash": "38,5"},
        "geo_allocation": {"actions": {"amerique_nord": 48.0, "global_non_classe": 2.5}, "cash": {"us": 1e2}}"#);
    assert_eq!(said, []);
    let shares: Vec<String> =
        asset.allocation.classes.values().map(|part| part.share.percentage().to_string()).collect();
    assert_eq!(shares, ["61.1234567890123456", "38.5"]);
    let zones = &asset.allocation.classes[&Class::Equity].zones;
    assert_eq!(zones.len(), 1, "what the application left unclassified stays so");
    assert_eq!(percent(&asset.allocation, Class::Equity, Zone::NorthAmerica).unwrap(), "48");
    assert_eq!(percent(&asset.allocation, Class::Cash, Zone::Us).unwrap(), "100");
}

#[test]
fn one_list_of_zones_is_that_of_each_class() {
    let (asset, said) = one(
        r#""allocation": {"actions": 60, "obligations": 40}, "zone_geographique": {"us": 70, "uk": 30}"#,
    );
    assert_eq!(said, []);
    assert_eq!(percent(&asset.allocation, Class::Equity, Zone::Us).unwrap(), "70");
    assert_eq!(percent(&asset.allocation, Class::Bonds, Zone::Uk).unwrap(), "30");
    let (asset, _) = one(r#""categorie": "metaux", "zone_geographique": "monde""#);
    assert_eq!(asset.allocation, Allocation::all_in(Class::Metals, Zone::World));
}

#[test]
fn a_class_without_zones_is_said_and_gets_none() {
    let (asset, found) = one(
        r#""allocation": {"actions": 60, "cash": 40, "crypto": 0}, "geo_allocation": {"actions": {"us": 100}, "metaux": {"us": 100}}"#,
    );
    assert!(asset.allocation.classes[&Class::Cash].zones.is_empty());
    assert_eq!(
        found,
        [
            ("assets.json: X: cash".to_owned(), ProblemKind::ZonesMissing),
            ("assets.json: X: metals".to_owned(), ProblemKind::ZonesWithoutClass),
        ]
    );
}

#[test]
fn parts_beyond_the_whole_are_left_out_and_never_scaled() {
    let (asset, found) = one(r#""allocation": {"actions": 61, "obligations": 39.01}"#);
    assert_eq!(asset.allocation, Allocation::default());
    assert_eq!(found, said("assets.json: X: 100.01 %", ProblemKind::TooMuch));
    let (asset, found) =
        one(r#""allocation": {"actions": 61}, "geo_allocation": {"actions": {"us": 99, "uk": 2}}"#);
    assert_eq!(asset.allocation.classes[&Class::Equity].share.percentage().to_string(), "61");
    assert!(asset.allocation.classes[&Class::Equity].zones.is_empty());
    assert_eq!(found, said("assets.json: X: 101 %", ProblemKind::TooMuch));
}

#[test]
fn components_are_found_in_every_spelling_and_a_dangling_one_is_named() {
    for spelling in [
        r#"[{"asset_id": "y", "pourcentage": 62.5}, {"asset_id": "gone", "pourcentage": 1}]"#,
        r#"[{"id": "y", "percentage": "62,5"}, {"actif_id": "gone", "weight": 1}]"#,
        r#"{"y": 62.5, "gone": 1}"#,
    ] {
        let composite = asset(&format!(r#""composants": {spelling}"#));
        let part = asset("").replace(r#""id": "x""#, r#""id": "y""#).replace("10, }", "10}");
        let (assets, found) = assets(&format!("[{composite}, {part}]"));
        let share = Share::from_percentage("62.5".parse().unwrap()).unwrap();
        assert_eq!(assets[0].parts, [LegacyPart { asset: "y".to_owned(), share }], "{spelling}");
        assert_eq!(
            found,
            said("assets.json: X: gone", ProblemKind::UnknownComponent),
            "{spelling}"
        );
    }
    let (asset, found) = one(r#""composants": [{"asset_id": "x", "pourcentage": 101}]"#);
    assert_eq!((asset.parts, found), (vec![], said("assets.json: X: x", ProblemKind::OutOfRange)));
}

#[test]
fn an_asset_of_no_account_is_kept_and_said() {
    let (assets, found) =
        assets(&format!("[{}]", asset(r#""isin": """#).replace("\"a\"", "\"z\"")));
    assert_eq!(assets[0].account, None);
    assert_eq!(found, said("assets.json: X: z", ProblemKind::UnknownAccount));
}

#[test]
fn amounts_of_an_unknown_currency_are_not_taken_for_euros() {
    let (_, found) = one(r#""isin": "FR0000000000""#);
    assert_eq!(found, said("assets.json: X: FR0000000000", ProblemKind::NotAnIsin));
    let (assets, found) = assets(&format!("[{}]", asset(r#""notes": """#).replace("EUR", "ZZZ")));
    assert_eq!(assets[0].value, None);
    assert_eq!(found, said("assets.json: X: ZZZ", ProblemKind::UnknownCurrency));
}

#[test]
fn a_unit_price_stored_as_the_value_of_a_position_is_pointed_out() {
    let (asset, found) =
        one(r#""isin": "US0378331005", "last_price_sync": "2025-05-13T10:00:00", "ounces": null"#);
    assert_eq!(asset.value.unwrap().to_string(), "10");
    assert_eq!(found, said("assets.json: X: valeur_actuelle", ProblemKind::MayBeUnitPrice));
}

#[test]
fn tasks_are_lines_texts_or_records() {
    let task = |title: &str, due: Option<&str>, done| LegacyTask {
        title: title.to_owned(),
        due_on: due.map(|day| day.parse().unwrap()),
        done,
    };
    let (asset, _) = one(r#""todo": "- Appeler\n[x] Signer\n\n""#);
    assert_eq!(asset.tasks, [task("Appeler", None, false), task("Signer", None, true)]);
    let (asset, _) =
        one(r#""todo": ["Lire", {"titre": "Vendre", "echeance": "01/02/2026", "fait": true}, {}]"#);
    assert_eq!(asset.tasks, [task("Lire", None, false), task("Vendre", Some("2026-02-01"), true)]);
}

#[test]
fn a_field_that_is_not_known_is_said_once() {
    let second = asset(r#""couleur": "bleu""#).replace(r#""id": "x""#, r#""id": "y""#);
    let (assets, found) = assets(&format!("[{}, {second}]", asset(r#""couleur": "rouge""#)));
    assert_eq!(assets.len(), 2);
    assert_eq!(found, said("assets.json: couleur", ProblemKind::UnknownField));
}

#[test]
fn history_keeps_stated_totals_and_says_what_differs() {
    let legacy = read(&LegacyFiles {
        history: Some(
            br#"[
            {"date": "2025-05-14", "assets": {"x": 10.10, "gone": 5}, "total": 15.1},
            {"date": "2025-05-13", "assets": {"x": 10}, "total": 12},
            {"date": "2025-05-12", "assets": {"x": 10, "y": 2}},
            {"date": "2025-05-13", "total": 1},
            {"date": "hier", "total": 1},
            {"date": "2025-05-11"}
        ]"#,
        ),
        ..LegacyFiles::default()
    });
    let days: Vec<_> =
        legacy.history.iter().map(|day| (day.on.to_string(), day.total.to_string())).collect();
    let day = |on: &str, total: &str| (on.to_owned(), total.to_owned());
    assert_eq!(days, [day("2025-05-12", "12"), day("2025-05-13", "12"), day("2025-05-14", "15.1")]);
    let why: Vec<_> = legacy.problems.iter().skip(3).map(|p| (p.line.unwrap(), p.why)).collect();
    assert_eq!(
        why,
        [
            (3, ProblemKind::TotalDiffers),
            (4, ProblemKind::TotalAdded),
            (5, ProblemKind::Twice),
            (6, ProblemKind::NotADay),
            (7, ProblemKind::NotANumber),
        ]
    );
    let map =
        read(&LegacyFiles { history: Some(br#"{"2025-05-13": 7}"#), ..LegacyFiles::default() });
    assert_eq!(map.history[0].total.to_string(), "7");
}

#[test]
fn a_broken_file_does_not_stop_the_others() {
    let legacy = read(&LegacyFiles {
        banks: Some(BANKS.as_bytes()),
        accounts: Some(b"{"),
        assets: Some(b"3"),
        history: Some(b"[[], 1]"),
    });
    assert_eq!(legacy.banks.len(), 1);
    let why: Vec<ProblemKind> = legacy.problems.iter().map(|problem| problem.why).collect();
    assert_eq!(
        why,
        [ProblemKind::NotJson, ProblemKind::NotAList, ProblemKind::NotADay, ProblemKind::NotADay]
    );
}
