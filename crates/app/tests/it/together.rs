//! Checks that records created together are one change.

use pecule_app::wealth::accounts::AccountInput;
use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::banks::BankInput;
use pecule_app::wealth::create_with::Component;
use pecule_app::wealth::holdings::HoldingInput;
use pecule_app::wealth::prices::QuoteInput;
use pecule_domain::id::{AssetId, BankId};
use pecule_domain::money::currency::Currency;
use pecule_domain::portfolio::account::{Tracking, Wrapper};
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::holding::Position;
use pecule_domain::valuation::breakdown::Grouping;
use uuid::Uuid;

use crate::house::{House, account, amount, asset, decimal, percent, today};

fn at(bank: BankId, name: &str) -> AccountInput {
    AccountInput {
        bank,
        name: name.to_owned(),
        wrapper: Wrapper::Pea,
        currency: Currency::EUR,
        opened_on: None,
        closed_on: None,
        tracking: Tracking::Values,
        notes: String::new(),
        version: None,
    }
}

#[test]
fn an_account_at_a_new_bank_is_undone_with_its_bank() {
    let house = House::new();
    let member = house.member();
    let bank = BankInput { name: "Banque du Pont".to_owned(), ..BankInput::default() };
    let nowhere = BankId::new(Uuid::nil());
    member.open_account_at_new_bank(&bank, &at(nowhere, "PEA")).unwrap();
    assert_eq!((member.banks().unwrap().len(), member.accounts().unwrap().len()), (1, 1));
    assert_eq!(member.operations(10).unwrap().len(), 1);
    member.undo(member.last_operation().unwrap().unwrap().id).unwrap();
    assert_eq!((member.banks().unwrap().len(), member.accounts().unwrap().len()), (0, 0));
}

#[test]
fn moving_an_account_to_a_new_bank_is_one_change_and_leaves_nothing_when_it_fails() {
    let house = House::new();
    let member = house.member();
    let id = account(&member, "Banque du Pont", "PEA");
    let known = member.account(id).unwrap();
    let before = member.operations(10).unwrap().len();
    let bank = BankInput { name: "Caisse du Lac".to_owned(), ..BankInput::default() };
    let nowhere = BankId::new(Uuid::nil());

    let stale = AccountInput { version: Some(known.version + 7), ..at(nowhere, "PEA") };
    assert!(member.edit_account_at_new_bank(id, &bank, &stale).is_err());
    assert_eq!(member.banks().unwrap().len(), 1, "no bank without its account");

    member.edit_account_at_new_bank(id, &bank, &at(nowhere, "PEA du Lac")).unwrap();
    assert_eq!(member.operations(10).unwrap().len(), before + 1);
    assert_eq!(member.banks().unwrap().len(), 2);
    member.undo(member.last_operation().unwrap().unwrap().id).unwrap();
    assert_eq!(member.banks().unwrap().len(), 1);
    assert_eq!(
        (member.account(id).unwrap().bank, member.account(id).unwrap().name),
        (known.bank, known.name)
    );
}

#[test]
fn a_holding_of_a_new_asset_is_undone_with_its_asset_and_price() {
    let house = House::new();
    let member = house.member();
    let account = account(&member, "Banque du Pont", "PEA");
    let before = member.operations(10).unwrap().len();
    let new = AssetInput::named("Fonds Neuf", AssetKind::Stock);
    let nothing = AssetId::new(Uuid::nil());
    let form = HoldingInput::new(account, nothing, Position::Quantity(decimal("3")));
    let price = QuoteInput { on: None, price: decimal("12.5"), unit: None };
    member.add_holding_with(Some(&new), &form, Some(&price)).unwrap();
    let report = today(&member, Grouping::Class);
    assert_eq!(amount(&report, "equity"), "37.50");
    assert_eq!(member.operations(10).unwrap().len(), before + 1);
    member.undo(member.last_operation().unwrap().unwrap().id).unwrap();
    assert!(member.assets().unwrap().is_empty());
    assert!(member.holdings().unwrap().is_empty());
}

#[test]
fn a_refused_holding_leaves_no_asset_behind() {
    let house = House::new();
    let member = house.member();
    let account = account(&member, "Banque du Pont", "PEA");
    let new = AssetInput::named("Fonds Neuf", AssetKind::Stock);
    let nothing = AssetId::new(Uuid::nil());
    let form = HoldingInput::new(account, nothing, Position::Quantity(decimal("3")));
    let price = QuoteInput { on: None, price: decimal("-1"), unit: None };
    assert!(member.add_holding_with(Some(&new), &form, Some(&price)).is_err());
    assert!(member.assets().unwrap().is_empty());
}

#[test]
fn a_composition_is_undone_with_the_assets_that_it_made() {
    let house = House::new();
    let member = house.member();
    let fund = asset(&member, "Fonds", AssetKind::Fund);
    let new = Component::New(Box::new(AssetInput::named("Action Neuve", AssetKind::Stock)));
    member.create_composition_with_parts(fund, None, "fiche", &[(new, percent("62.37"))]).unwrap();
    assert_eq!(member.assets().unwrap().len(), 2);
    assert!(member.asset(fund).unwrap().composition.is_some());
    member.undo(member.last_operation().unwrap().unwrap().id).unwrap();
    assert_eq!(member.assets().unwrap().len(), 1);
    assert!(member.asset(fund).unwrap().composition.is_none());
    let again = [(Component::Known(fund), percent("10"))];
    assert!(
        member.create_composition_with_parts(fund, None, "", &again).is_err(),
        "a circle of one"
    );
}
