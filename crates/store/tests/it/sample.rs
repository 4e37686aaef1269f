//! Builds records of wealth from numbers, and a books file that contains some.

use jiff::civil::{Date, date};
use pecule_domain::id::{AccountId, AssetId, BankId, HoldingId, OperationId};
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::account::{Account, Tracking, Wrapper};
use pecule_domain::portfolio::allocation::{Allocation, ClassPart};
use pecule_domain::portfolio::asset::{Asset, AssetKind, Unit};
use pecule_domain::portfolio::bank::Bank;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::composition::{Composition, Part};
use pecule_domain::portfolio::holding::{Holding, Ownership, Position, Statement};
use pecule_domain::portfolio::zone::Zone;
use pecule_store::books::Edit;
use pecule_store::books::changes::operations::{Changed, Operation};
use pecule_store::{Books, Error};
use uuid::Uuid;

use crate::place::{mac, moment, person};

pub(crate) const DAY: Date = date(2026, 3, 15);

pub(crate) fn operation(number: u128) -> Operation<'static> {
    Operation {
        id: OperationId::new(Uuid::from_u128(number)),
        kind: "test",
        summary: "{\"what\":\"a test\"}",
        at: moment(0),
        actor: Some(person(1, "").id),
        session: None,
    }
}

/// Runs a change with identities derived from a number.
pub(crate) fn change<T>(
    books: &Books,
    number: u128,
    work: impl FnOnce(Edit<'_>) -> Result<T, Error>,
) -> Result<Changed<T>, Error> {
    books.change(operation(number), &mac, work)
}

/// Undoes a change, as an operation with another number.
pub(crate) fn undo(books: &Books, target: u128, number: u128) -> Result<Changed<()>, Error> {
    books.undo(operation(target).id, operation(number), &mac)
}

pub(crate) fn bank(number: u128) -> Bank {
    Bank {
        id: BankId::new(Uuid::from_u128(number)),
        name: format!("Banque {number}"),
        notes: String::new(),
        version: 1,
    }
}

pub(crate) fn account(number: u128) -> Account {
    Account {
        id: AccountId::new(Uuid::from_u128(number)),
        bank: bank(1).id,
        name: format!("Compte {number}"),
        wrapper: Wrapper::Pea,
        currency: Currency::EUR,
        opened_on: Some(date(2015, 6, 1)),
        closed_on: None,
        tracking: Tracking::Values,
        notes: String::new(),
        version: 1,
    }
}

pub(crate) fn asset(number: u128) -> Asset {
    Asset {
        id: AssetId::new(Uuid::from_u128(number)),
        name: format!("Actif {number}"),
        kind: AssetKind::Etf,
        isin: Some("IE00B4L5Y983".parse().unwrap()),
        ticker: Some("IWDA".to_owned()),
        issuer: None,
        currency: Currency::EUR,
        unit: Unit::Piece,
        notes: "à revoir".to_owned(),
        version: 1,
    }
}

pub(crate) fn holding(number: u128) -> Holding {
    Holding {
        id: HoldingId::new(Uuid::from_u128(number)),
        account: account(1).id,
        asset: asset(number).id,
        ownership: Ownership::default(),
        notes: String::new(),
        version: 1,
    }
}

pub(crate) fn statement(number: u128, on: Date, value: &str) -> Statement {
    Statement {
        holding: holding(number).id,
        on,
        position: Position::Value(value.parse().unwrap()),
        cost: Some("10.50".parse().unwrap()),
    }
}

pub(crate) fn allocation() -> Allocation {
    let share = |text: &str| text.parse::<Share>().unwrap();
    let zones = [(Zone::Us, share("0.6237")), (Zone::Europe, share("0.2"))].into();
    Allocation {
        classes: [
            (Class::Equity, ClassPart { share: share("0.615"), zones }),
            (Class::Bonds, ClassPart { share: share("0.3"), zones: [].into() }),
        ]
        .into(),
    }
}

pub(crate) fn composition(of: u128, from: Date, parts: &[(u128, u64)]) -> Composition {
    Composition {
        asset: asset(of).id,
        valid_from: from,
        parts: parts
            .iter()
            .map(|&(part, percent)| Part {
                asset: asset(part).id,
                share: Share::from_percent(percent).unwrap(),
            })
            .collect(),
        source: "typed".to_owned(),
    }
}

/// Adds one bank, one account and three held assets, the third composed of the others, as operation
/// 1.
pub(crate) fn fill(books: &Books) {
    change(books, 1, |edit| {
        edit.add_bank(&bank(1))?;
        edit.add_account(&account(1))?;
        for number in 1..=3 {
            edit.add_asset(&asset(number))?;
            edit.put_allocation(asset(number).id, &allocation())?;
            edit.add_holding(&holding(number))?;
            edit.put_statement(&statement(number, DAY, "1234.50"))?;
        }
        edit.put_composition(&composition(3, DAY, &[(2, 40), (1, 50)]))
    })
    .unwrap();
}
