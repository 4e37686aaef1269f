//! Checks importing the published holdings of funds as compositions.

use pecule_app::wealth::import::report::What;
use pecule_app::{Error, Member};
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::{House, account, amount, asset, hold, percent, sample, today};

/// Countries of a list like EFA's, with weights that leave 0.15 % over.
const COUNTRIES: &str = "Name,Ticker,Country,Sector,Weight (%)\n\
    Tokyo Line,1001,Japan,Industrials,22.43\n\
    London Line,LON,United Kingdom,Financials,14.78\n\
    Paris Line,PAR,France,Materials,12.21\n\
    Zurich Line,ZRH,Switzerland,Health Care,10.43\n\
    Frankfurt Line,FRA,Germany,Industrials,20.00\n\
    Sydney Line,SYD,Australia,Materials,20.00\n";

fn ivv(member: &Member<'_>) -> Option<AssetId> {
    let list = sample("funds/IVV_holdings.json")?;
    let fund = asset(member, "IVV", AssetKind::Etf);
    let report = member.import_composition(fund, "IVV_holdings.json", &list, None, false).unwrap();
    assert_eq!((report.count(What::Asset), report.count(What::Composition)), (508, 1));
    Some(fund)
}

fn compose(member: &Member<'_>, fund: AssetId, parts: &[(AssetId, &str)]) {
    let parts: Vec<_> = parts
        .iter()
        .map(|(asset, share)| serde_json::json!({ "asset": asset, "share": percent(share) }))
        .collect();
    let form = serde_json::from_value(serde_json::json!({ "parts": parts })).unwrap();
    member.compose(fund, &form).unwrap();
}

fn weight(member: &Member<'_>, fund: AssetId, name: &str) -> String {
    let sheet = member.asset_sheet(fund, None).unwrap();
    let exposure = sheet.exposures.iter().find(|exposure| exposure.name == name).unwrap();
    exposure.weight.to_string()
}

#[test]
fn what_a_list_leaves_over_is_not_scaled_away() {
    let house = House::new();
    let member = house.member();
    let Some(fund) = ivv(&member) else { return };
    let composition = member.asset(fund).unwrap().composition.unwrap();
    assert_eq!(composition.parts.len(), 508);
    assert_eq!(composition.rest, percent("0.08"));
    assert_eq!(composition.source, "IVV_holdings.json");
    let place = account(&member, "Banque", "Titres");
    hold(&member, place, fund, "10000");
    for grouping in [Grouping::Class, Grouping::Zone, Grouping::ClassZone, Grouping::Issuer] {
        let report = today(&member, grouping);
        assert_eq!(report.unassigned.to_string(), "8.00", "{grouping}");
        assert_eq!(report.total.to_string(), "10000.00");
    }
    assert_eq!(amount(&today(&member, Grouping::Zone), "us"), "9992.00");
    let taxonomies = member.taxonomies().unwrap();
    assert_eq!(taxonomies.len(), 1);
    assert_eq!((taxonomies[0].name.as_str(), taxonomies[0].taxons.len()), ("Secteurs", 12));
}

#[test]
fn a_fund_of_funds_inside_a_third_asset_is_exact() {
    let house = House::new();
    let member = house.member();
    let Some(us) = ivv(&member) else { return };
    let efa = asset(&member, "EFA", AssetKind::Etf);
    member.import_composition(efa, "efa.csv", COUNTRIES.as_bytes(), None, false).unwrap();
    let world = asset(&member, "Monde", AssetKind::Fund);
    compose(&member, world, &[(us, "60"), (efa, "40")]);
    let profile = asset(&member, "Profil", AssetKind::Basket);
    compose(&member, profile, &[(world, "50")]);
    // 0.5 × 0.6 × 7.82 %, 0.5 × 0.4 × 22.43 %, the rest of IVV and EFA, and the unspecified half.
    assert_eq!(weight(&member, profile, "NVIDIA CORP"), "0.02346");
    assert_eq!(weight(&member, profile, "Tokyo Line"), "0.04486");
    assert_eq!(weight(&member, profile, "IVV"), "0.00024");
    assert_eq!(weight(&member, profile, "EFA"), "0.0003");
    assert_eq!(weight(&member, profile, "Profil"), "0.5");
    let place = account(&member, "Banque", "Titres");
    hold(&member, place, profile, "1000000");
    let zones = today(&member, Grouping::Zone);
    assert_eq!(amount(&zones, "us"), "299760.00");
    assert_eq!(amount(&zones, "japan"), "44860.00");
    assert_eq!(amount(&zones, "uk"), "29560.00");
    assert_eq!(amount(&zones, "eurozone"), "64420.00");
    assert_eq!(zones.unassigned.to_string(), "500540.00");
}

#[test]
fn lines_that_are_known_are_used_and_said() {
    let house = House::new();
    let member = house.member();
    let mut form = pecule_app::wealth::assets::AssetInput::named("Paris Line SA", AssetKind::Stock);
    form.ticker = Some("PAR".to_owned());
    let paris = member.add_asset(&form).unwrap().id;
    form = pecule_app::wealth::assets::AssetInput::named("Lugano Chocolate", AssetKind::Stock);
    form.ticker = Some("LON".to_owned());
    member.add_asset(&form).unwrap();
    let efa = asset(&member, "EFA", AssetKind::Etf);
    let dry = member.import_composition(efa, "efa.csv", COUNTRIES.as_bytes(), None, true).unwrap();
    assert_eq!((dry.count(What::Asset), dry.known.len(), dry.operation), (5, 1, None));
    assert_eq!(
        (dry.known[0].name.as_str(), dry.known[0].detail.as_str()),
        ("Paris Line SA", "12.21")
    );
    assert_eq!(member.assets().unwrap().len(), 3, "a dry run makes nothing");
    let done =
        member.import_composition(efa, "efa.csv", COUNTRIES.as_bytes(), None, false).unwrap();
    let parts = member.asset(efa).unwrap().composition.unwrap().parts;
    assert!(parts.iter().any(|part| part.asset == paris && part.share == percent("12.21")));
    let again =
        member.import_composition(efa, "efa.csv", COUNTRIES.as_bytes(), None, false).unwrap();
    assert_eq!((again.operation, again.known.len()), (None, 7));
    member.undo(done.operation.unwrap()).unwrap();
    assert_eq!(member.assets().unwrap().len(), 3);
    assert!(member.taxonomies().unwrap().is_empty());
}

#[test]
fn a_list_that_holds_the_fund_itself_is_refused_with_its_path() {
    let house = House::new();
    let member = house.member();
    let fund = asset(&member, "Fonds", AssetKind::Etf);
    let inner = asset(&member, "Poche", AssetKind::Fund);
    compose(&member, inner, &[(fund, "10")]);
    let list = b"Name;Weight\nPoche;40\nAutre;60\n";
    let refused = member.import_composition(fund, "liste.csv", list, None, false).unwrap_err();
    let Error::Invalid(problems) = refused else { panic!("{refused}") };
    assert_eq!(problems[0].reason.key(), "cycle");
    assert!(
        problems[0].detail.contains("Fonds → Poche → Fonds")
            || problems[0].detail.contains("Poche → Fonds → Poche"),
        "{}",
        problems[0].detail
    );
    assert_eq!(member.assets().unwrap().len(), 2, "nothing was made");
}

#[test]
fn a_list_of_more_than_the_whole_is_refused() {
    let house = House::new();
    let member = house.member();
    let fund = asset(&member, "Fonds", AssetKind::Etf);
    let list = b"Name;Weight\nUn;60\nDeux;41\n";
    let refused = member.import_composition(fund, "liste.csv", list, None, false).unwrap_err();
    assert!(refused.to_string().contains("101"), "{refused}");
    let nonsense = member.import_composition(fund, "x.csv", b"\x00\xff", None, false).unwrap_err();
    assert_eq!(nonsense.code(), "invalid");
}
