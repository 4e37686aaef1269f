//! Checks that every page and breakdown of a filter and day shows the same total to the cent.

use jiff::civil::Date;
use pecule_app::Member;
use pecule_app::wealth::reports::breakdown::Axis;
use pecule_app::wealth::snapshot::Filter;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::House;

fn axes(member: &Member<'_>) -> Vec<Axis> {
    let ours = Grouping::ALL.iter().filter(|grouping| **grouping != Grouping::Taxonomy).copied();
    let own = member.taxonomies().unwrap().into_iter();
    let own = own.map(|taxonomy| Axis::parse(&format!("taxonomy:{}", taxonomy.id)).unwrap());
    ours.map(Axis::of).chain(own).collect()
}

fn check(member: &Member<'_>, scope: &Filter, on: Option<Date>) {
    let dashboard = member.dashboard(scope, on).unwrap();
    let total = dashboard.net;
    assert_eq!(dashboard.gross.minor - dashboard.debts.minor, total.minor);
    for axis in axes(member) {
        let report = member.breakdown(axis, scope, on).unwrap();
        assert_eq!(report.total, total, "{} on {on:?}", axis.by);
        let sum: i128 = report.rows.iter().map(|row| row.amount.minor).sum();
        assert_eq!(sum, total.minor, "{} on {on:?}", axis.by);
    }
    let table = member.wealth_table(scope, on).unwrap();
    assert_eq!(table.total, total);
    assert_eq!(table.banks.iter().map(|bank| bank.amount.minor).sum::<i128>(), total.minor);
    for bank in &table.banks {
        let accounts: i128 = bank.accounts.iter().map(|account| account.amount.minor).sum();
        assert_eq!(accounts, bank.amount.minor, "{}", bank.name);
        for account in &bank.accounts {
            let rows = account.holdings.iter().filter_map(|row| row.amount);
            assert_eq!(
                rows.map(|amount| amount.minor).sum::<i128>(),
                account.amount.minor,
                "{}",
                account.name
            );
        }
    }
    assert_eq!(dashboard.by_class.total, total);
    assert_eq!(dashboard.by_class_zone.total, total);
    if scope.is_whole() {
        assert_eq!(dashboard.evolution.last().unwrap().net, total.decimal());
    }
}

#[test]
fn two_pages_have_one_total() {
    let house = House::new();
    let member = house.member();
    member.start_demo().unwrap();
    for on in [None, Some("2026-02-10"), Some("2025-07-01"), Some("2024-11-30"), Some("2020-01-01")]
    {
        check(&member, &Filter::default(), on.map(|day| day.parse().unwrap()));
    }
    for account in member.accounts().unwrap() {
        check(&member, &Filter { account: Some(account.id), ..Filter::default() }, None);
        check(&member, &Filter { wrapper: Some(account.wrapper), ..Filter::default() }, None);
    }
    for bank in member.banks().unwrap() {
        check(&member, &Filter { bank: Some(bank.id), ..Filter::default() }, None);
    }
    member.set_reporting_currency("USD".parse().unwrap()).unwrap();
    check(&member, &Filter::default(), None);
}

#[test]
fn what_is_held_of_each_asset_adds_up_to_the_total() {
    let house = House::new();
    let member = house.member();
    member.start_demo().unwrap();
    let total = member.dashboard(&Filter::default(), None).unwrap().net;
    let mut held = pecule_domain::Decimal::ZERO;
    let assets = member.assets().unwrap();
    for asset in &assets {
        let sheet = member.asset_sheet(asset.id, None).unwrap();
        held += sheet.held.decimal();
        let weights: u128 = sheet.exposures.iter().map(|exposure| exposure.weight.units()).sum();
        assert_eq!(weights, 10_u128.pow(30), "{}", asset.name);
        let amounts: i128 = sheet.exposures.iter().map(|exposure| exposure.amount.minor).sum();
        assert_eq!(amounts, sheet.held.minor, "{}", asset.name);
    }
    // Each asset is rounded by itself, by half a cent at most.
    let apart = (held - total.decimal()).abs();
    assert!(apart * pecule_domain::Decimal::from(200) <= assets.len().into(), "{apart}");
}
