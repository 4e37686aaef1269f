//! Checks importing exchange rates and prices from files.

use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::holdings::HoldingInput;
use pecule_app::wealth::import::report::What;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::holding::Position;
use pecule_domain::valuation::breakdown::Grouping;

use crate::house::{House, account, asset, decimal, today};

#[test]
fn rates_come_in_once_and_go_as_one() {
    let house = House::new();
    let member = house.member();
    let file = b"date,base,counter,rate\n2026-01-02,EUR,USD,1.25\n2026-01-05,EUR,USD,1.6\n2026-01-05,GBP,EUR,0\n";
    let dry = member.import_exchange_rates("taux.csv", file, true).unwrap();
    assert_eq!((dry.count(What::Rate), dry.made.len(), dry.problems.len()), (2, 1, 1));
    assert!(member.exchange_rates().unwrap().is_empty());
    let done = member.import_exchange_rates("taux.csv", file, false).unwrap();
    assert_eq!(member.exchange_rates().unwrap()[0].source, "taux.csv");
    assert_eq!(member.import_exchange_rates("taux.csv", file, false).unwrap().operation, None);
    member.undo(done.operation.unwrap()).unwrap();
    assert!(member.exchange_rates().unwrap().is_empty());
    let other = b"date,base,counter,rate\n2026-01-02,EUR,USD,1.3\n";
    member.import_exchange_rates("taux.csv", file, false).unwrap();
    let replaced = member.import_exchange_rates("autre.csv", other, false).unwrap();
    assert_eq!(replaced.problems[0].reason, "replaced");
    assert_eq!(
        member.import_exchange_rates("x.csv", b"rien", false).unwrap_err().code(),
        "invalid"
    );
}

#[test]
fn prices_come_in_by_number_name_or_short_name() {
    let house = House::new();
    let member = house.member();
    let mut form = AssetInput::named("Action de Londres", AssetKind::Stock);
    form.isin = Some("XF0000TERRE6".to_owned());
    form.currency = "GBP".parse().unwrap();
    let london = member.add_asset(&form).unwrap().id;
    let fund = asset(&member, "Fonds", AssetKind::Fund);
    let file = "Date;ISIN;Nom;Cours;Devise\n02/01/2026;XF0000TERRE6;;1284,5;GBX\n02/01/2026;;Fonds;12,34;\n02/01/2026;;Inconnu;1;EUR\n";
    let report = member.import_prices("cours.csv", file.as_bytes(), false).unwrap();
    assert_eq!(report.count(What::Quote), 2);
    assert_eq!(report.problems[0].reason, "unknown-asset");
    let place = account(&member, "Banque", "Titres");
    for (asset, quantity) in [(london, "10"), (fund, "100")] {
        let form = HoldingInput::new(place, asset, Position::Quantity(decimal(quantity)));
        member.add_holding(&form).unwrap();
    }
    let classes = today(&member, Grouping::Kind);
    assert_eq!((classes.total.to_string().as_str(), classes.unvalued.len()), ("1234.00", 1));
    let rate = b"date,base,counter,rate\n2026-01-02,GBP,EUR,1.2\n";
    member.import_exchange_rates("taux.csv", rate, false).unwrap();
    assert_eq!(today(&member, Grouping::Kind).total.to_string(), "1388.14");
    assert_eq!(member.import_prices("cours.csv", file.as_bytes(), false).unwrap().operation, None);
}
