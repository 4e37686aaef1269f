//! Tests books with many records.

use pecule_domain::portfolio::composition::Part;

use crate::place::Place;
use crate::sample::*;

#[test]
fn thousands_of_assets_are_imported_loaded_and_undone_as_one() {
    let place = Place::new();
    let books = place.books();
    let many = 2_000_u128;
    let changed = change(&books, 1, |edit| {
        edit.add_bank(&bank(1))?;
        edit.add_account(&account(1))?;
        for number in 1..=many {
            edit.add_asset(&asset(number))?;
            edit.put_allocation(asset(number).id, &allocation())?;
            edit.add_holding(&holding(number))?;
            edit.put_statement(&statement(number, DAY, "1234.50"))?;
        }
        let mut wide = composition(1, DAY, &[]);
        let share = "0.0005".parse().unwrap();
        wide.parts = (2..=many).map(|part| Part { asset: asset(part).id, share }).collect();
        edit.put_composition(&wide)
    })
    .unwrap();
    assert_eq!(u128::from(changed.rows), 2 + 4 * many + 1 + (many - 1));
    let inventory = books.read(|view| view.inventory(DAY)).unwrap();
    assert_eq!(inventory.assets.len(), 2_000);
    assert_eq!(inventory.statements.len(), 2_000);
    assert_eq!(inventory.compositions[0].parts.len(), 1_999);
    undo(&books, 1, 2).unwrap();
    assert!(books.read(|view| view.assets()).unwrap().is_empty());
}
