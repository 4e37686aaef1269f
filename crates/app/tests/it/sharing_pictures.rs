//! Checks snapshots of several sets of books (shares that sum to the whole, one issuer for one ISIN).

use std::sync::Arc;

use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::snapshot::{Filter, Snapshot};
use pecule_app::{Error, Person};
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::valuation::breakdown::Grouping;
use proptest::prelude::*;

use crate::house::{House, account, amount, asset, by, hold, percent, today};
use crate::sharing::{OTHER, THIRD, join, joint, on, own, put};

fn picture(person: &Person, scope: BooksScope) -> Arc<Snapshot> {
    person.member_at(&BooksQuery { scope, ..BooksQuery::default() }).unwrap().picture(None).unwrap()
}

fn net(person: &Person, scope: BooksScope) -> String {
    picture(person, scope).totals(&Filter::default()).net.to_string()
}

#[test]
fn half_of_an_odd_cent_goes_to_one_and_not_to_the_other() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]).id;
    put(&on(&house.person, couple), "Livret", "100.01");
    let mut halves =
        [net(&house.person, BooksScope::Share(couple)), net(&other, BooksScope::Share(couple))];
    halves.sort_unstable();
    assert_eq!(halves, ["50.00", "50.01"]);
    assert_eq!(net(&house.person, BooksScope::Books(couple)), "100.01");
    put(&house.member(), "Fonds", "1.00");
    assert_eq!(net(&house.person, BooksScope::Household), "101.01");
    let mine: f64 = net(&house.person, BooksScope::Mine).parse().unwrap();
    assert!((mine - 51.0).abs() < 0.02);
    let shown = picture(&house.person, BooksScope::Mine);
    assert_eq!(
        shown.sources.iter().map(|source| source.share).collect::<Vec<_>>(),
        [percent("100"), percent("50")]
    );
}

#[test]
fn every_screen_works_on_what_several_books_hold() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "30"), (&other, "60")]).id;
    put(&house.member(), "Fonds", "1000.00");
    put(&on(&other, couple), "Livret", "333.33");
    put(&on(&other, couple), "Dette", "-100.00");
    let member = house.member();
    let scope = Filter::default();
    let home = member.dashboard(&scope, None).unwrap();
    let table = member.wealth_table(&scope, None).unwrap();
    assert_eq!(home.net.to_string(), "1070.00");
    assert_eq!(
        (home.gross.to_string(), home.debts.to_string()),
        ("1100.00".to_owned(), "30.00".to_owned())
    );
    assert_eq!(table.total, home.net);
    assert_eq!(table.banks.iter().map(|bank| bank.amount.minor).sum::<i128>(), table.total.minor);
    let titles: Vec<_> = table.banks.iter().map(|bank| bank.books.clone().unwrap()).collect();
    assert_eq!(titles, ["Couple", "Mon espace", "Couple"]);
    let row = &table.banks[2].accounts[0].holdings[0];
    assert_eq!((row.name.as_str(), row.owned), ("Livret", Some(percent("30"))));
    assert_eq!(row.amount.unwrap().to_string(), "100.00");
    for grouping in
        [Grouping::Class, Grouping::Zone, Grouping::Bank, Grouping::Account, Grouping::Issuer]
    {
        let report = member.breakdown(by(grouping), &scope, None).unwrap();
        assert_eq!(report.total, home.net, "{grouping:?}");
        assert_eq!(report.rows.iter().map(|row| row.amount.minor).sum::<i128>(), home.net.minor);
    }
    let sheet = member.asset_sheet(row.asset, None);
    assert!(sheet.is_ok_and(|sheet| sheet.held.to_string() == "100.00"));
    assert_eq!(member.accounts().unwrap().len(), 3);
    assert_eq!(member.holdings().unwrap().len(), 3);
    // New records still go into the person's own books.
    let elsewhere = table.banks[2].accounts[0].id;
    let form = pecule_app::wealth::holdings::HoldingInput::new(
        elsewhere,
        row.asset,
        pecule_domain::portfolio::holding::Position::Value(crate::house::decimal("1")),
    );
    assert!(matches!(member.add_holding(&form), Err(Error::Invalid(_))));
}

#[test]
fn a_picture_follows_every_one_of_its_books() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]).id;
    put(&house.member(), "Fonds", "10.00");
    put(&on(&other, couple), "Livret", "20.00");
    assert_eq!(net(&house.person, BooksScope::Mine), "20.00");
    assert!(Arc::ptr_eq(
        &picture(&house.person, BooksScope::Mine),
        &picture(&house.person, BooksScope::Mine)
    ));
    put(&on(&other, couple), "Autre", "2.00");
    assert_eq!(net(&house.person, BooksScope::Mine), "21.00");
    let shares = [(house.person.id(), percent("100")), (other.id(), percent("0"))];
    other.set_shares(couple, &shares).unwrap();
    assert_eq!(net(&house.person, BooksScope::Mine), "32.00");
    assert_eq!(net(&other, BooksScope::Mine), "0.00");
    // Another process on the same files.
    let elsewhere = house.opened_again();
    let them = elsewhere.guest().verify_password(OTHER, crate::house::PASSWORD).unwrap();
    put(&on(&them, couple), "Loin", "0.50");
    assert_eq!(net(&house.person, BooksScope::Mine), "32.50");
}

#[test]
fn one_isin_in_two_books_is_one_issuer_and_one_holding() {
    let house = House::new();
    house.clock.forward(1);
    let second = house.person.add_books(&own("PEA")).unwrap().id;
    let isin = "IE00B4L5Y983";
    let mut ids = Vec::new();
    for (member, value) in [(house.member(), "100.00"), (on(&house.person, second), "300.00")] {
        let place = account(&member, "Banque", "Compte");
        let mut form = AssetInput::named("Monde", AssetKind::Etf);
        form.isin = Some(isin.to_owned());
        let held = member.add_asset(&form).unwrap().id;
        hold(&member, place, held, value);
        let alone = asset(&member, "Seul", AssetKind::Fund);
        hold(&member, place, alone, "200.00");
        ids.push(held);
    }
    let member = house.member();
    let report = today(&member, Grouping::Issuer);
    let one = ids.iter().min().unwrap();
    assert_eq!(amount(&report, &one.to_string()), "400.00");
    assert_eq!(report.rows.len(), 3);
    let home = member.dashboard(&Filter::default(), None).unwrap();
    assert_eq!(home.top[0].amount.to_string(), "400.00");
    assert_eq!(home.top[0].account, "Compte · Compte");
    assert_eq!((home.top.len(), home.assets), (3, 3));
    assert_eq!(today(&on(&house.person, second), Grouping::Issuer).rows.len(), 2);
    assert!(ids.iter().all(|id| member.asset_sheet(*id, None).is_ok()));
}

#[test]
fn ones_own_currency_and_rates_come_first_and_others_fill_gaps() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "100"), (&other, "0")]).id;
    let joint = on(&house.person, couple);
    let place = account(&joint, "Bank", "Account");
    for (name, currency) in [("Dollars", "USD"), ("Francs", "CHF")] {
        let mut form = AssetInput::named(name, AssetKind::Cash);
        form.currency = currency.parse().unwrap();
        let held = joint.add_asset(&form).unwrap().id;
        hold(&joint, place, held, "100");
    }
    let state = |member: &pecule_app::Member<'_>, from: &str, rate: &str| {
        let form = serde_json::json!({ "base": from, "counter": "EUR", "rate": rate });
        member.record_exchange_rate(&serde_json::from_value(form).unwrap()).unwrap();
    };
    state(&joint, "USD", "0.5");
    state(&joint, "CHF", "1.5");
    assert_eq!(net(&house.person, BooksScope::Mine), "200.00");
    state(&house.member(), "USD", "0.8");
    assert_eq!(net(&house.person, BooksScope::Mine), "230.00");
    house.member().set_reporting_currency("CHF".parse().unwrap()).unwrap();
    let in_francs = picture(&house.person, BooksScope::Books(couple));
    assert_eq!(in_francs.currency.to_string(), "CHF");
    assert_eq!(net(&other, BooksScope::Books(couple)), "200.00", "each in their own");
}

#[test]
fn recorded_days_of_several_books_are_one_history() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]).id;
    put(&house.member(), "Fonds", "10.00");
    house.clock.forward(86_400);
    let person =
        house.app.guest().verify_password(crate::house::NAME, crate::house::PASSWORD).unwrap();
    assert!(person.member().unwrap().record_last_day().unwrap());
    put(&on(&person, couple), "Livret", "20.01");
    house.clock.forward(86_400);
    assert!(on(&person, couple).record_last_day().unwrap());
    let history = person.member().unwrap().history().unwrap();
    let nets: Vec<String> = history.iter().map(|day| day.net.to_string()).collect();
    assert!(nets == ["10.00", "20.00"] || nets == ["10.00", "20.01"], "{nets:?}");
    let theirs = other.member().unwrap().history().unwrap();
    let sum = theirs[0].net + history[1].net;
    assert_eq!(sum.to_string(), "30.01", "the parts of a day are the day");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_all_owners_are_the_whole_to_the_cent(
        values in prop::collection::vec(-9_999_999_i64..9_999_999, 1..5),
        cuts in (0_u32..=10_000, 0_u32..=10_000),
    ) {
        let house = House::new();
        let (other, third) = (join(&house, OTHER), join(&house, THIRD));
        let (low, high) = (cuts.0.min(cuts.1), cuts.0.max(cuts.1));
        let text = |part: u32| format!("{}.{:02}", part / 100, part % 100);
        let shares = [text(low), text(high - low), text(10_000 - high)];
        let owners = [(&house.person, shares[0].as_str()), (&other, shares[1].as_str()), (&third, shares[2].as_str())];
        let couple = joint(&house.person, "Couple", &owners).id;
        let member = on(&house.person, couple);
        for (place, value) in values.iter().enumerate() {
            let sign = if *value < 0 { "-" } else { "" };
            let value = format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100);
            put(&member, &format!("Fonds {place}"), &value);
        }
        let whole = picture(&house.person, BooksScope::Books(couple)).totals(&Filter::default());
        let mut sums = (0, 0, 0);
        for person in [&house.person, &other, &third] {
            let member = person.member_at(&BooksQuery { scope: BooksScope::Share(couple), ..BooksQuery::default() }).unwrap();
            let part = member.picture(None).unwrap().totals(&Filter::default());
            prop_assert_eq!(part.net.minor, part.gross.minor - part.debts.minor);
            sums = (sums.0 + part.net.minor, sums.1 + part.gross.minor, sums.2 + part.debts.minor);
            let table = member.wealth_table(&Filter::default(), None).unwrap();
            prop_assert_eq!(table.total, part.net);
            let rows = table.banks.iter().flat_map(|bank| &bank.accounts).flat_map(|account| &account.holdings);
            prop_assert_eq!(rows.filter_map(|row| row.amount).map(|amount| amount.minor).sum::<i128>(), part.net.minor);
        }
        prop_assert_eq!(sums, (whole.net.minor, whole.gross.minor, whole.debts.minor));
    }
}
