//! Checks removal notices, with the export of one's books before the removal.

use pecule_app::audit::log::JournalFilter;
use pecule_app::{Conflict, Error};

use crate::house::House;
use crate::sharing::{OTHER, THIRD, join};

#[test]
fn somebody_is_told_before_they_are_removed_and_takes_their_books_away() {
    let house = House::new();
    let (other, third) = (join(&house, OTHER), join(&house, THIRD));
    let admin = house.person.admin().unwrap();
    let id = other.id();
    assert_eq!(other.removal_notice().unwrap(), None);
    assert!(admin.removal(id).unwrap().was_not_offered());
    assert!(
        matches!(other.confirm_ready_for_removal(), Err(Error::NotFound)),
        "nobody sends them away"
    );

    admin.announce_removal(id).unwrap();
    let again = admin.announce_removal(id);
    assert!(matches!(again, Err(Error::Conflict(Conflict::ChangedSince))));
    assert!(admin.removal(id).unwrap().was_not_offered(), "told is not seen");
    assert_eq!(third.removal_notice().unwrap(), None, "it concerns nobody else");
    // Nothing else changes for them.
    assert!(other.member().is_ok());

    let seen = other.acknowledge_removal().unwrap().unwrap();
    assert!(seen.seen_at.is_some() && seen.taken_at.is_none() && seen.ready_at.is_none());
    assert!(!admin.removal(id).unwrap().was_not_offered());
    assert_eq!(other.own_removal().unwrap().lost, 1);
    house.clock.forward(60);
    assert!(other.sealed_books().unwrap().bytes > 0);
    other.confirm_ready_for_removal().unwrap();
    let done = admin.removal(id).unwrap().removal_notice.unwrap();
    assert_eq!(done.seen_at, seen.seen_at, "seen once");
    assert!(done.taken_at > done.seen_at && done.ready_at.is_some());

    // Withdrawn, the notice leaves no trace.
    admin.withdraw_removal(id).unwrap();
    assert_eq!(other.removal_notice().unwrap(), None);
    assert!(matches!(admin.withdraw_removal(id), Err(Error::NotFound)));
    assert!(other.sealed_books().is_ok());

    let journal = admin.audit_log(&JournalFilter::default()).unwrap();
    let words: Vec<&str> = journal.items.iter().map(|entry| entry.action.as_str()).collect();
    for word in [
        "departure-announced",
        "departure-seen",
        "sealed-books-taken",
        "departure-ready",
        "departure-withdrawn",
    ] {
        assert!(words.contains(&word), "{word}: {words:?}");
    }
}

#[test]
fn nobody_is_told_who_cannot_see_it_and_the_announcement_goes_with_them() {
    let house = House::new();
    let other = join(&house, OTHER);
    let admin = house.person.admin().unwrap();
    let last = admin.announce_removal(house.person.id());
    assert!(matches!(last, Err(Error::Conflict(Conflict::LastAdmin))));
    assert!(matches!(other.admin().map(|_| ()), Err(Error::NotFound)));
    admin.announce_removal(other.id()).unwrap();
    admin.disable(other.id()).unwrap();
    let closed = admin.removal(other.id()).unwrap();
    assert!(closed.removal_notice.is_some() && closed.was_not_offered());
    admin.withdraw_removal(other.id()).unwrap();
    let disabled = admin.announce_removal(other.id());
    assert!(matches!(disabled, Err(Error::Conflict(Conflict::Disabled))));
    admin.enable(other.id()).unwrap();
    admin.announce_removal(other.id()).unwrap();
    admin.disable(other.id()).unwrap();
    admin.remove(other.id()).unwrap();
    assert!(matches!(admin.removal(other.id()), Err(Error::NotFound)));
}
