//! Checks the demonstration data.

use pecule_app::wealth::banks::BankInput;
use pecule_app::wealth::snapshot::Filter;
use pecule_domain::portfolio::account::Wrapper;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::{House, today};

#[test]
fn it_is_rich_enough_for_every_screen() {
    let house = House::new();
    let member = house.member();
    member.start_demo().unwrap();
    let dashboard = member.dashboard(&Filter::default(), None).unwrap();
    assert!(dashboard.debts.minor > 0 && dashboard.net.minor > 0);
    assert!(dashboard.evolution.len() > 70, "{}", dashboard.evolution.len());
    assert!(!dashboard.tasks.is_empty() && !dashboard.stale.is_empty());
    assert_eq!(dashboard.unvalued.len(), 1, "{:?}", dashboard.unvalued);
    assert!(!dashboard.is_empty);
    let wrappers = today(&member, Grouping::Wrapper);
    assert_eq!(wrappers.rows.len(), Wrapper::ALL.len(), "every envelope");
    assert!(today(&member, Grouping::Currency).rows.len() >= 4);
    assert!(today(&member, Grouping::Class).rows.len() >= 9);
    let profile = member.asset_named("Profil Retraite 2045").unwrap();
    let mut depth = 0;
    let mut branch = &member.asset_sheet(profile, None).unwrap().tree;
    while let Some(first) = branch.parts.iter().find(|part| !part.parts.is_empty()) {
        (branch, depth) = (first, depth + 1);
    }
    assert!(depth >= 2, "{depth}");
    assert_eq!(member.operations(10).unwrap().len(), 1, "one operation");
}

#[test]
fn its_recorded_days_are_what_is_computed_for_them() {
    let house = House::new();
    let member = house.member();
    member.start_demo().unwrap();
    for day in member.history().unwrap() {
        let then = member.dashboard(&Filter::default(), Some(day.on)).unwrap();
        assert_eq!(then.net.decimal(), day.net, "{}", day.on);
    }
}

#[test]
fn it_goes_with_all_that_was_done_to_it() {
    let house = House::new();
    let member = house.member();
    assert_eq!(member.remove_demo().unwrap_err().code(), "not-found");
    member.start_demo().unwrap();
    assert_eq!(member.start_demo().unwrap_err().code(), "invalid");
    member.add_bank(&BankInput { name: "Ajoutée".to_owned(), ..BankInput::default() }).unwrap();
    let loan = member.asset_named("Prêt de la résidence principale").unwrap();
    let holding = member.holdings().unwrap().into_iter().find(|line| line.asset == loan).unwrap();
    member.remove_holding(holding.id).unwrap();
    member.set_reporting_currency("CHF".parse().unwrap()).unwrap();
    house.clock.forward(86_400 * 2);
    assert!(member.record_last_day().unwrap());
    member.remove_demo().unwrap();
    assert!(member.banks().unwrap().is_empty() && member.assets().unwrap().is_empty());
    assert!(member.tasks().unwrap().is_empty() && member.notes().unwrap().is_empty());
    assert!(member.history().unwrap().is_empty() && member.taxonomies().unwrap().is_empty());
    assert!(member.exchange_rates().unwrap().is_empty());
    assert_eq!(member.reporting_currency().unwrap().code(), "EUR");
    assert!(member.dashboard(&Filter::default(), None).unwrap().is_empty);
    let removal = member.last_operation().unwrap().unwrap();
    member.undo(removal.id).unwrap();
    let table = member.wealth_table(&Filter::default(), None).unwrap();
    assert!(table.banks.iter().any(|bank| bank.name == "Ajoutée"));
    member.remove_demo().unwrap();
    member.start_demo().unwrap();
}

#[test]
fn it_never_mixes_with_what_is_one_s_own() {
    let house = House::new();
    let member = house.member();
    member.add_bank(&BankInput { name: "À moi".to_owned(), ..BankInput::default() }).unwrap();
    let refused = member.start_demo().unwrap_err();
    assert_eq!(refused.to_string(), "books: another one has this name already");
    assert_eq!(member.banks().unwrap().len(), 1);
}
