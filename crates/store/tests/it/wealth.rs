//! Tests the records of a set of books.

use std::collections::BTreeMap;

use jiff::civil::date;
use pecule_domain::id::{NoteId, TaskId, TaxonId, TaxonomyId};
use pecule_domain::market::exchange_rate::ExchangeRate;
use pecule_domain::market::price::Quote;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::holding::Position;
use pecule_domain::portfolio::note::Note;
use pecule_domain::portfolio::recorded_day::RecordedDay;
use pecule_domain::portfolio::task::Task;
use pecule_domain::portfolio::taxonomy::{Assignment, Taxon, Taxonomy};
use pecule_domain::portfolio::zone::{Zone, default_zone_shares};
use pecule_store::Error;
use pecule_store::books::Page;
use pecule_store::books::wealth::assets::Reference;
use uuid::Uuid;

use crate::place::Place;
use crate::sample::*;

#[test]
fn what_was_entered_is_read_back_exactly() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    books.close().unwrap();
    let books = place.reopen_books().unwrap();
    let inventory = books.read(|view| view.inventory(DAY)).unwrap();
    assert_eq!(inventory.banks, [bank(1)]);
    assert_eq!(inventory.accounts, [account(1)]);
    assert_eq!(inventory.assets, [asset(1), asset(2), asset(3)]);
    assert_eq!(inventory.holdings, [holding(1), holding(2), holding(3)]);
    assert_eq!(inventory.allocations[2], (asset(3).id, allocation()));
    assert_eq!(inventory.compositions, [composition(3, DAY, &[(2, 40), (1, 50)])]);
    assert_eq!(inventory.statements[0], statement(1, DAY, "1234.50"));
    let Position::Value(value) = inventory.statements[0].position else { panic!() };
    assert_eq!(value.to_string(), "1234.50", "what is typed is what is kept");
}

#[test]
fn a_day_sees_the_last_statement_quote_rate_and_composition_before_it() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let quote = |on, price: &str| Quote {
        asset: asset(1).id,
        on,
        price: price.parse().unwrap(),
        unit: "GBX".parse().unwrap(),
        source: "typed".to_owned(),
    };
    let rate = |on, rate: &str| ExchangeRate {
        base: Currency::EUR,
        counter: Currency::USD,
        on,
        rate: rate.parse().unwrap(),
        source: "BCE".to_owned(),
    };
    let (early, late) = (date(2026, 1, 1), date(2026, 4, 1));
    change(&books, 2, |edit| {
        edit.put_statement(&statement(1, late, "9"))?;
        edit.put_composition(&composition(3, late, &[(1, 10)]))?;
        for (on, number) in [(early, "1.1"), (late, "1.2")] {
            edit.put_price(&quote(on, number))?;
            edit.put_exchange_rate(&rate(on, number))?;
        }
        Ok(())
    })
    .unwrap();
    let on = |day| books.read(|view| view.inventory(day)).unwrap();
    let before = on(date(2025, 12, 31));
    assert!(before.statements.is_empty() && before.quotes.is_empty() && before.rates.is_empty());
    assert!(before.compositions.is_empty());
    let middle = on(DAY);
    assert_eq!(middle.statements[0], statement(1, DAY, "1234.50"));
    assert_eq!(middle.quotes, [quote(early, "1.1")]);
    assert_eq!(middle.rates, [rate(early, "1.1")]);
    let after = on(late);
    assert_eq!(after.statements[0], statement(1, late, "9"));
    assert_eq!(after.quotes, [quote(late, "1.2")]);
    assert_eq!(after.rates, [rate(late, "1.2")]);
    assert_eq!(after.compositions, [composition(3, late, &[(1, 10)])]);
    let found = books.read(|view| view.find_statement(holding(1).id, DAY)).unwrap();
    assert_eq!(found, Some(statement(1, DAY, "1234.50")));
}

#[test]
fn a_stale_version_is_refused_and_a_missing_record_is_not_stale() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let mut one = books.read(|view| view.asset(asset(1).id)).unwrap();
    let mut other = one.clone();
    one.name = "Un".to_owned();
    change(&books, 2, |edit| edit.put_asset(&one)).unwrap();
    other.name = "Autre".to_owned();
    assert!(matches!(change(&books, 3, |edit| edit.put_asset(&other)), Err(Error::Stale)));
    assert_eq!(books.read(|view| view.asset(one.id)).unwrap().version, 2);
    assert!(matches!(change(&books, 3, |edit| edit.put_bank(&bank(9))), Err(Error::NotFound)));
    let account = pecule_domain::portfolio::account::Account { version: 7, ..account(1) };
    assert!(matches!(change(&books, 3, |edit| edit.put_account(&account)), Err(Error::Stale)));
    let holding = pecule_domain::portfolio::holding::Holding { version: 7, ..holding(1) };
    assert!(matches!(change(&books, 3, |edit| edit.put_holding(&holding)), Err(Error::Stale)));
}

#[test]
fn what_is_used_is_not_removed_and_its_users_are_named() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    assert!(matches!(change(&books, 2, |edit| edit.remove_asset(asset(1).id)), Err(Error::InUse)));
    assert!(matches!(change(&books, 2, |edit| edit.remove_bank(bank(1).id)), Err(Error::InUse)));
    let held = change(&books, 2, |edit| edit.remove_account(account(1).id));
    assert!(matches!(held, Err(Error::InUse)));
    let users = books.read(|view| view.users_of(asset(1).id)).unwrap();
    let component = Reference::Component { composite: asset(3).id, name: "Actif 3".to_owned() };
    let kept = Reference::Held {
        holding: holding(1).id,
        account: account(1).id,
        name: "Compte 1".to_owned(),
    };
    assert_eq!(users, [component, kept]);
    change(&books, 2, |edit| {
        edit.remove_holding(holding(3).id)?;
        edit.remove_asset(asset(3).id)
    })
    .unwrap();
    assert!(books.read(|view| view.compositions()).unwrap().is_empty());
}

#[test]
fn a_record_of_what_does_not_exist_is_refused() {
    let place = Place::new();
    let books = place.books();
    let dangling = change(&books, 1, |edit| edit.add_account(&account(1)));
    assert!(matches!(dangling, Err(Error::Dangling)), "{dangling:?}");
}

#[test]
fn names_are_unique_where_they_must_be() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let twin = pecule_domain::portfolio::bank::Bank { name: bank(1).name, ..bank(2) };
    let taken = change(&books, 2, |edit| edit.add_bank(&twin));
    assert!(matches!(&taken, Err(Error::Taken(column)) if column == "banks.name"), "{taken:?}");
}

#[test]
fn lists_go_on_behind_a_cursor_without_gap_or_repetition() {
    let place = Place::new();
    let books = place.books();
    change(&books, 1, |edit| (1..=25).try_for_each(|number| edit.add_bank(&bank(number)))).unwrap();
    let all = books.read(|view| view.banks()).unwrap();
    let mut seen = Vec::new();
    let mut page = Page { after: None, limit: 7 };
    loop {
        let stretch = books.read(|view| view.banks_page(&page)).unwrap();
        let Some(last) = stretch.last() else { break };
        page.after = Some((last.name.clone(), last.id.uuid()));
        seen.extend(stretch);
    }
    assert_eq!(seen, all);
}

#[test]
fn default_zones_are_those_given_until_the_owner_changes_them() {
    let place = Place::new();
    let books = place.books();
    let zones = || books.read(|view| view.default_zones()).unwrap()[&Class::Equity].clone();
    let given: BTreeMap<_, _> = default_zone_shares(Class::Equity).into_iter().collect();
    assert_eq!(zones(), given);
    let own = BTreeMap::from([(Zone::Japan, Share::WHOLE)]);
    change(&books, 1, |edit| edit.put_default_zones(Class::Equity, &own)).unwrap();
    assert_eq!(zones(), own);
    change(&books, 2, |edit| edit.put_default_zones(Class::Equity, &BTreeMap::new())).unwrap();
    assert!(zones().is_empty(), "none is a choice too");
    change(&books, 3, |edit| edit.reset_default_zones(Class::Equity)).unwrap();
    assert_eq!(zones(), given);
}

#[test]
fn taxonomies_tasks_notes_and_settings_are_kept() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let taxonomy = Taxonomy { id: TaxonomyId::new(Uuid::from_u128(1)), name: "Secteur".to_owned() };
    let taxon = Taxon {
        id: TaxonId::new(Uuid::from_u128(2)),
        taxonomy: taxonomy.id,
        name: "Santé".to_owned(),
    };
    let assignment =
        Assignment { asset: asset(1).id, taxon: taxon.id, share: Share::from_percent(30).unwrap() };
    let task = Task {
        id: TaskId::new(Uuid::from_u128(3)),
        title: "Relire le contrat".to_owned(),
        asset: Some(asset(1).id),
        due_on: Some(DAY),
        done_on: None,
        notes: String::new(),
        version: 1,
    };
    let note = Note {
        id: NoteId::new(Uuid::from_u128(4)),
        asset: None,
        on: DAY,
        text: "Vu la notaire".to_owned(),
    };
    change(&books, 2, |edit| {
        edit.add_taxonomy(&taxonomy)?;
        edit.add_taxon(&taxon)?;
        edit.put_assignment(&assignment)?;
        edit.add_task(&task)?;
        edit.put_note(&note)?;
        edit.put_setting("currency", "EUR")
    })
    .unwrap();
    books
        .read(|view| {
            assert_eq!(view.taxonomies()?, std::slice::from_ref(&taxonomy));
            assert_eq!(view.taxons(taxonomy.id)?, std::slice::from_ref(&taxon));
            assert_eq!(view.assignments(taxonomy.id)?, std::slice::from_ref(&assignment));
            assert_eq!(view.tasks_of(asset(1).id)?, std::slice::from_ref(&task));
            assert_eq!(view.notes()?, std::slice::from_ref(&note));
            assert_eq!(view.find_setting("currency")?.as_deref(), Some("EUR"));
            Ok::<_, Error>(())
        })
        .unwrap();
    let done = Task { done_on: Some(DAY), ..task.clone() };
    change(&books, 3, |edit| {
        edit.put_task(&done)?;
        edit.remove_taxonomy(taxonomy.id)
    })
    .unwrap();
    assert_eq!(books.read(|view| view.task(task.id)).unwrap(), Task { version: 2, ..done });
    assert!(books.read(|view| view.assignments_of(asset(1).id)).unwrap().is_empty());
}

#[test]
fn a_recorded_day_is_never_rewritten() {
    let place = Place::new();
    let books = place.books();
    let day = |net: &str| RecordedDay {
        on: DAY,
        currency: Currency::EUR,
        net: net.parse().unwrap(),
        gross: net.parse().unwrap(),
        debts: "0".parse().unwrap(),
        source: "pecule".to_owned(),
    };
    assert!(books.record_day(&day("100.10"), "{}").unwrap());
    assert!(!books.record_day(&day("200"), "{}").unwrap());
    let imported = change(&books, 1, |edit| edit.record_day(&day("300"), "{}")).unwrap();
    assert_eq!((imported.value, imported.rows), (false, 0));
    let days = books.read(|view| view.recorded_days(Currency::EUR)).unwrap();
    assert_eq!(days, [day("100.10")]);
    let detail = books.read(|view| view.find_day_detail(DAY, Currency::EUR)).unwrap();
    assert_eq!(detail.as_deref(), Some("{}"));
}

#[test]
fn no_name_amount_or_number_is_found_in_the_file() {
    let place = Place::new();
    let books = place.books();
    fill(&books);
    let look = || {
        for file in std::fs::read_dir(place.folder.books_folder()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for needle in ["Banque 1", "Actif 2", "1234.50", "IE00B4L5Y983", "à revoir", "equity"]
            {
                let needle = needle.as_bytes();
                assert!(!bytes.windows(needle.len()).any(|window| window == needle));
            }
        }
    };
    look();
    books.close().unwrap();
    look();
}
