//! Checks importing the files of the previous application.

use pecule_app::LegacyFiles;
use pecule_app::wealth::import::report::ImportReport;
use pecule_app::wealth::import::report::What;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::{House, amount, sample, today};

/// The files of the previous application, as bytes.
struct Files([Vec<u8>; 4]);

impl Files {
    fn sample() -> Option<Self> {
        let file = |name| sample(&format!("legacy_patrimoine_app/{name}.json"));
        Some(Self([file("banks")?, file("accounts")?, file("assets")?, file("history")?]))
    }

    fn made(banks: &str, accounts: &str, assets: &str) -> Self {
        Self([banks.into(), accounts.into(), assets.into(), b"[]".to_vec()])
    }

    fn import(&self, house: &House, dry_run: bool) -> ImportReport {
        let [banks, accounts, assets, history] = &self.0;
        let files = LegacyFiles {
            banks: Some(banks),
            accounts: Some(accounts),
            assets: Some(assets),
            history: Some(history),
        };
        house.member().import_legacy(&files, dry_run).unwrap()
    }
}

fn reasons(report: &ImportReport) -> Vec<&str> {
    report.problems.iter().map(|problem| problem.reason.as_str()).collect()
}

const BANK: &str = r#"{"b": {"nom": "Banque", "notes": ""}}"#;
const ACCOUNTS: &str = r#"{"c": {"banque_id": "b", "type": "titre", "libelle": "Titres"},
    "d": {"banque_id": "b", "type": "livret", "libelle": "Livret"}}"#;

#[test]
fn the_sample_gives_the_figures_that_are_known() {
    let Some(files) = Files::sample() else { return };
    let house = House::new();
    let report = files.import(&house, false);
    assert_eq!(report.problems, [], "all of it is understood");
    let member = house.member();
    let classes = today(&member, Grouping::Class);
    assert_eq!(classes.total.to_string(), "1500.00");
    assert_eq!(amount(&classes, "equity"), "915.00");
    assert_eq!(amount(&classes, "bonds"), "585.00");
    let zones = today(&member, Grouping::Zone);
    for (zone, expected) in [
        ("us", "1024.20"),
        ("europe", "137.25"),
        ("japan", "192.15"),
        ("emerging", "100.65"),
        ("other", "45.75"),
    ] {
        assert_eq!(amount(&zones, zone), expected, "{zone}");
    }
    let asset = &member.assets().unwrap()[0];
    assert_eq!((asset.name.as_str(), asset.notes.as_str()), ("MSCI world", "existe depuis 2020"));
    let holding = &member.holdings().unwrap()[0];
    assert_eq!(holding.cost.unwrap().normalize().to_string(), "1400");
    assert_eq!(holding.on.unwrap().to_string(), "2025-05-13");
    let days = member.history().unwrap();
    assert_eq!((days.len(), days[0].source.as_str()), (1, "patrimoine_app"));
}

#[test]
fn a_second_import_changes_nothing_and_one_undo_takes_all_back() {
    let Some(files) = Files::sample() else { return };
    let house = House::new();
    let first = files.import(&house, false);
    house.clock.forward(86_400 * 3);
    let second = files.import(&house, false);
    assert_eq!((second.operation, second.made.len(), second.counts.len()), (None, 0, 0));
    assert_eq!(second.known.len(), first.made.len());
    house.member().undo(first.operation.unwrap()).unwrap();
    let member = house.member();
    assert!(member.banks().unwrap().is_empty() && member.assets().unwrap().is_empty());
    assert!(member.accounts().unwrap().is_empty() && member.history().unwrap().is_empty());
    assert!(member.holdings().unwrap().is_empty());
}

#[test]
fn a_dry_run_says_all_and_does_nothing() {
    let Some(files) = Files::sample() else { return };
    let house = House::new();
    let dry = files.import(&house, true);
    assert!(house.member().last_operation().unwrap().is_none());
    let done = files.import(&house, false);
    assert_eq!((dry.made, dry.counts), (done.made.clone(), done.counts.clone()));
    assert_eq!(done.count(What::Bank), 2);
    assert_eq!(done.count(What::Holding), 1);
}

#[test]
fn an_asset_of_several_accounts_is_described_once() {
    let asset = |key: &str, account: &str, value: &str| {
        format!(
            r#"{{"id": "{key}", "nom": "Fonds", "compte_id": "{account}", "type_produit": "etf", "isin": "XF0000TERRE6",
            "allocation": {{"actions": 100}}, "geo_allocation": {{"actions": {{"us": 100}}}}, "devise": "EUR",
            "valeur_actuelle": {value}, "date_maj": "2025-01-02"}}"#
        )
    };
    let assets = format!("[{}, {}]", asset("1", "c", "10.5"), asset("2", "d", "20"));
    let files = Files::made(BANK, ACCOUNTS, &assets);
    let house = House::new();
    let report = files.import(&house, false);
    assert_eq!((report.count(What::Asset), report.count(What::Holding)), (1, 2));
    assert_eq!(today(&house.member(), Grouping::Zone).total.to_string(), "30.50");
    assert_eq!(files.import(&house, false).operation, None);
}

#[test]
fn names_that_clash_get_a_number_and_a_line() {
    let asset = |key: &str, account: &str, class: &str| {
        format!(
            r#"{{"id": "{key}", "nom": "Livret", "compte_id": "{account}", "type_produit": "autre", "devise": "EUR",
            "allocation": {{"{class}": 100}}, "geo_allocation": {{"{class}": {{"europe": 100}}}},
            "valeur_actuelle": "5.00", "date_maj": "2025-01-02", "todo": "- appeler\n- relire"}}"#
        )
    };
    let assets = format!("[{}, {}]", asset("1", "c", "cash"), asset("2", "d", "obligations"));
    let files = Files::made(BANK, ACCOUNTS, &assets);
    let house = House::new();
    let report = files.import(&house, false);
    assert_eq!(reasons(&report), ["renamed"]);
    let names: Vec<String> =
        house.member().assets().unwrap().into_iter().map(|asset| asset.name).collect();
    assert_eq!(names, ["Livret", "Livret (2)"]);
    assert_eq!(house.member().tasks().unwrap().len(), 4);
    assert_eq!(files.import(&house, false).operation, None);
}

#[test]
fn what_points_nowhere_is_kept_in_the_total() {
    let accounts = r#"{"c": {"banque_id": "x", "type": "titre", "libelle": "Titres"}}"#;
    let assets = r#"[
        {"id": "1", "nom": "A", "compte_id": "c", "type_produit": "cash", "allocation": {"cash": 100},
         "geo_allocation": {"cash": {"europe": 100}}, "devise": "EUR", "valeur_actuelle": 1},
        {"id": "2", "nom": "B", "compte_id": "y", "type_produit": "cash", "allocation": {"cash": 100},
         "geo_allocation": {"cash": {"europe": 100}}, "devise": "EUR", "valeur_actuelle": 2}]"#;
    let files = Files::made("{}", accounts, assets);
    let house = House::new();
    let report = files.import(&house, false);
    assert_eq!(reasons(&report), ["unknown-bank", "unknown-account", "no-bank", "no-account"]);
    assert_eq!(today(&house.member(), Grouping::Class).total.to_string(), "3.00");
    house.clock.forward(86_400);
    assert_eq!(files.import(&house, false).operation, None);
}

#[test]
fn a_circle_of_the_old_files_is_left_out_with_its_path() {
    let asset = |key: &str, part: &str| {
        format!(
            r#"{{"id": "{key}", "nom": "Fonds {key}", "compte_id": "c", "type_produit": "etf", "devise": "EUR",
            "valeur_actuelle": 100, "composants": [{{"asset_id": "{part}", "pourcentage": 50}}]}}"#
        )
    };
    let assets = format!("[{}, {}, {}]", asset("1", "2"), asset("2", "3"), asset("3", "1"));
    let files = Files::made(BANK, ACCOUNTS, &assets);
    let house = House::new();
    let report = files.import(&house, false);
    let cycle = report.problems.iter().find(|problem| problem.reason == "cycle").unwrap();
    assert_eq!(cycle.what.matches(" → ").count(), 3, "{}", cycle.what);
    assert_eq!(report.count(What::Composition), 2);
    assert_eq!(today(&house.member(), Grouping::Class).total.to_string(), "300.00");
}

#[test]
fn unit_price_is_not_stored_as_position_value() {
    let assets = r#"[{"id": "1", "nom": "Action", "compte_id": "c", "type_produit": "action", "devise": "EUR",
        "allocation": {"actions": 100}, "geo_allocation": {"actions": {"us": 100}}, "isin": "XF0000TERRE6",
        "valeur_actuelle": 12.5, "prix_unitaire": 12.5, "quantite": 40, "date_maj": "2025-01-02",
        "last_price_sync": "2025-01-02"}]"#;
    let house = House::new();
    let report = Files::made(BANK, ACCOUNTS, assets).import(&house, false);
    assert!(reasons(&report).contains(&"unit-price"));
    assert_eq!(today(&house.member(), Grouping::Class).total.to_string(), "500.00");
}
