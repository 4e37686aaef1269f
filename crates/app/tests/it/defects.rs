//! Checks that defects of the previous application are absent.

use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::banks::BankInput;
use pecule_app::wealth::compositions::{CompositionInput, PartInput};
use pecule_app::wealth::reports::breakdown::Axis;
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Conflict, Error, Member};
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::{House, account, amount, asset, hold, percent, today};

fn parts(parts: &[(AssetId, &str)]) -> CompositionInput {
    let part = |&(asset, share): &(AssetId, &str)| PartInput { asset, share: percent(share) };
    CompositionInput {
        valid_from: None,
        parts: parts.iter().map(part).collect(),
        source: String::new(),
    }
}

/// A class, how much of it, and its zones, in percent.
type Split<'a> = (Class, &'a str, &'a [(Zone, &'a str)]);

fn split(classes: &[Split<'_>]) -> Allocation {
    let mut allocation = Allocation::default();
    for (class, share, zones) in classes {
        let zones = zones.iter().map(|(zone, share)| (*zone, percent(share))).collect();
        allocation.classes.insert(*class, ClassPart { share: percent(share), zones });
    }
    allocation
}

fn bank(
    member: &Member<'_>,
    name: &str,
) -> pecule_app::Result<pecule_app::wealth::banks::BankView> {
    member.add_bank(&BankInput { name: name.to_owned(), ..BankInput::default() })
}

#[test]
fn one_users_bank_name_never_blocks_another() {
    let (one, other) = (House::new(), House::new());
    bank(&one.member(), "Banque").unwrap();
    bank(&other.member(), "Banque").unwrap();
    let Err(Error::Invalid(problems)) = bank(&one.member(), "Banque") else {
        panic!("twice in one's own")
    };
    assert_eq!((problems[0].field.as_str(), problems[0].reason.key()), ("name", "taken"));
}

#[test]
fn an_identity_of_other_books_is_not_found() {
    let (one, other) = (House::new(), House::new());
    let theirs = bank(&one.member(), "Banque").unwrap();
    let fund = asset(&one.member(), "Fonds", AssetKind::Etf);
    let member = other.member();
    assert_eq!(member.bank(theirs.id).unwrap_err().code(), "not-found");
    assert_eq!(member.remove_bank(theirs.id).unwrap_err().code(), "not-found");
    assert_eq!(member.asset_sheet(fund, None).unwrap_err().code(), "not-found");
    assert_eq!(member.compose(fund, &parts(&[])).unwrap_err().code(), "not-found");
}

#[test]
fn history_is_not_shared() {
    let (one, other) = (House::new(), House::new());
    let member = one.member();
    let cash = asset(&member, "Euros", AssetKind::Cash);
    hold(&member, account(&member, "Banque", "Courant"), cash, "100");
    one.clock.forward(86_400 * 2);
    assert!(member.record_last_day().unwrap());
    assert!(!member.record_last_day().unwrap(), "a day is recorded once");
    assert_eq!(member.history().unwrap().len(), 1);
    assert!(other.member().history().unwrap().is_empty());
}

#[test]
fn a_missing_rate_is_never_taken_as_one() {
    let house = House::new();
    let member = house.member();
    let mut form = AssetInput::named("Francs", AssetKind::Cash);
    form.currency = "CHF".parse().unwrap();
    let francs = member.add_asset(&form).unwrap().id;
    let place = account(&member, "Banque", "Courant");
    hold(&member, place, francs, "1000");
    hold(&member, place, asset(&member, "Euros", AssetKind::Cash), "5");
    let report = today(&member, Grouping::Class);
    assert_eq!(report.total.to_string(), "5.00");
    assert_eq!(report.unvalued.len(), 1);
    assert_eq!(
        (report.unvalued[0].reason.as_str(), report.unvalued[0].currency.as_deref()),
        ("no-rate", Some("CHF"))
    );
}

#[test]
fn geography_is_weighted_once() {
    let house = House::new();
    let member = house.member();
    let fund = asset(&member, "Fonds", AssetKind::Etf);
    let allocation = split(&[
        (Class::Equity, "50", &[(Zone::Us, "50"), (Zone::Japan, "50")]),
        (Class::Bonds, "50", &[(Zone::Us, "100")]),
    ]);
    member.allocate(fund, allocation).unwrap();
    hold(&member, account(&member, "Banque", "Titres"), fund, "1000");
    let zones = today(&member, Grouping::Zone);
    assert_eq!(
        (amount(&zones, "us"), amount(&zones, "japan")),
        ("750.00".to_owned(), "250.00".to_owned())
    );
    assert_eq!(zones.unassigned.minor, 0);
}

#[test]
fn classes_that_come_only_from_components_count() {
    let house = House::new();
    let member = house.member();
    let gold = asset(&member, "Or", AssetKind::Metal);
    member.allocate(gold, split(&[(Class::Metals, "100", &[(Zone::World, "100")])])).unwrap();
    let fund = asset(&member, "Fonds", AssetKind::Fund);
    member.allocate(fund, split(&[(Class::Equity, "100", &[(Zone::Us, "100")])])).unwrap();
    member.compose(fund, &parts(&[(gold, "62.37")])).unwrap();
    hold(&member, account(&member, "Banque", "Titres"), fund, "10000");
    let cells = today(&member, Grouping::ClassZone);
    assert_eq!(amount(&cells, "metals/world"), "6237.00");
    assert_eq!(amount(&cells, "equity/us"), "3763.00");
}

#[test]
fn the_cycle_check_goes_to_any_depth() {
    let house = House::new();
    let member = house.member();
    let chain: Vec<AssetId> =
        (0..40).map(|number| asset(&member, &format!("Fonds {number}"), AssetKind::Fund)).collect();
    for pair in chain.windows(2) {
        member.compose(pair[0], &parts(&[(pair[1], "50")])).unwrap();
    }
    let closing = member.compose(chain[39], &parts(&[(chain[0], "1")])).unwrap_err();
    let Error::Invalid(problems) = closing else { panic!("{closing}") };
    assert_eq!(problems[0].reason.key(), "cycle");
    assert_eq!(problems[0].detail.matches(" → ").count(), 40);
    let itself = member.compose(chain[39], &parts(&[(chain[39], "1")])).unwrap_err();
    assert_eq!(itself.code(), "invalid");
}

#[test]
fn a_circle_that_closes_on_a_later_day_is_refused_too() {
    let house = House::new();
    let member = house.member();
    let one = asset(&member, "Un", AssetKind::Fund);
    let two = asset(&member, "Deux", AssetKind::Fund);
    let mut form = parts(&[(two, "50")]);
    form.valid_from = Some("2027-01-01".parse().unwrap());
    member.compose(one, &form).unwrap();
    assert_eq!(member.compose(two, &parts(&[(one, "50")])).unwrap_err().code(), "invalid");
}

#[test]
fn removing_a_component_names_who_uses_it() {
    let house = House::new();
    let member = house.member();
    let part = asset(&member, "Poche", AssetKind::Fund);
    let fund = asset(&member, "Fonds", AssetKind::Fund);
    member.compose(fund, &parts(&[(part, "50")])).unwrap();
    hold(&member, account(&member, "Banque", "Titres"), part, "10");
    let Err(Error::Conflict(Conflict::InUse(users))) = member.remove_asset(part) else { panic!() };
    assert_eq!(users, ["Fonds", "Titres"]);
    assert_eq!(member.assets().unwrap().len(), 2);
}

#[test]
fn parts_of_a_hundred_are_exact_and_what_is_typed_is_kept() {
    let house = House::new();
    let member = house.member();
    let fund = asset(&member, "Fonds", AssetKind::Etf);
    let zones: &[(Zone, &str)] =
        &[(Zone::Us, "33.33"), (Zone::Japan, "33.33"), (Zone::Uk, "33.34")];
    member.allocate(fund, split(&[(Class::Equity, "100", zones)])).unwrap();
    let too_much: &[(Zone, &str)] =
        &[(Zone::Us, "33.33"), (Zone::Japan, "33.33"), (Zone::Uk, "33.3400000000000001")];
    let refused = member.allocate(fund, split(&[(Class::Equity, "100", too_much)])).unwrap_err();
    assert!(refused.to_string().contains("100.0000000000000001"), "{refused}");
    let kept = member.asset(fund).unwrap().allocation;
    assert_eq!(kept.classes[&Class::Equity].zones[&Zone::Uk], percent("33.34"));
}

#[test]
fn renaming_changes_no_figure() {
    let house = House::new();
    let member = house.member();
    member.start_demo().unwrap();
    let figures = || -> Vec<_> {
        // An asset without an issuer stands for itself under its name.
        let axes =
            Grouping::ALL.iter().filter(|by| !matches!(by, Grouping::Taxonomy | Grouping::Issuer));
        let report =
            |by: &Grouping| member.breakdown(Axis::of(*by), &Filter::default(), None).unwrap();
        axes.map(|by| report(by).rows).collect()
    };
    let before = figures();
    for (number, asset) in member.assets().unwrap().into_iter().enumerate() {
        let mut form = AssetInput::named(format!("Z{:03}", 999 - number), asset.kind);
        form.isin = asset.isin.map(|isin| isin.to_string());
        (form.ticker, form.issuer, form.currency, form.unit) =
            (asset.ticker, asset.issuer, asset.currency, asset.unit);
        member.edit_asset(asset.id, &form).unwrap();
    }
    assert_eq!(figures(), before);
}

#[test]
fn each_installation_has_keys_of_its_own() {
    let (one, other) = (House::new(), House::new());
    let key = |house: &House| std::fs::read(house.data().join("master.key")).unwrap();
    assert_ne!(key(&one), key(&other));
    std::fs::write(one.data().join("master.key"), key(&other)).unwrap();
    let place = pecule_app::config::data_location::DataLocation::new(one.data());
    let refused = place.open(std::sync::Arc::new(pecule_app::SystemClock));
    assert!(matches!(refused, Err(Error::Installation(_))));
}

#[test]
fn damage_is_said_and_never_read_as_nothing() {
    let house = House::new();
    house.member().start_demo().unwrap();
    let house = house.restarted();
    let books = std::fs::read_dir(house.data().join("books")).unwrap();
    let file = books
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "db"));
    let file = file.unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    for page in 2..bytes.len() / 4096 {
        bytes[page * 4096 + 100] ^= 0x55;
    }
    std::fs::write(&file, bytes).unwrap();
    let answer =
        house.person.member().and_then(|member| member.wealth_table(&Filter::default(), None));
    let refused = answer.expect_err("damage is noticed");
    assert_eq!(refused.code(), "installation", "{refused}");
}
