//! Checks joint books (creating, granting, revoking, leaving) and what stays hidden from others.

use pecule_app::actors::books_filter::{BooksQuery, BooksScope};
use pecule_app::books::list::{BooksInput, BooksView, OwnerInput};
use pecule_app::people::registration::NewPerson;
use pecule_app::{Conflict, Error, Member, Person};
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;

use crate::house::{House, NAME, PASSWORD, account, asset, hold, percent};

pub(crate) const OTHER: &str = "Membre";
pub(crate) const THIRD: &str = "Lecteur";

/// Adds a person to the household.
pub(crate) fn join(house: &House, name: &str) -> Person {
    let invitation = house.person.admin().unwrap().invite().unwrap();
    let newcomer = NewPerson { name, password: PASSWORD, language: "fr", recovery_kept: true };
    house.app.guest().accept(invitation.token.as_str(), &newcomer).unwrap().person
}

/// Creates joint books of several people, with shares in percent.
pub(crate) fn joint(by: &Person, title: &str, owners: &[(&Person, &str)]) -> BooksView {
    let owner = |(person, share): &(&Person, &str)| OwnerInput {
        person: person.id(),
        share: percent(share),
        fingerprint: Some(person.fingerprint()),
    };
    let owners = owners.iter().map(owner).collect();
    by.add_books(&BooksInput { title: title.to_owned(), owners }).unwrap()
}

pub(crate) fn own(title: &str) -> BooksInput {
    BooksInput { title: title.to_owned(), owners: Vec::new() }
}

/// Opens one set of books, whole.
pub(crate) fn on(person: &Person, books: BooksId) -> Member<'_> {
    let seek = BooksQuery { scope: BooksScope::Books(books), ..BooksQuery::default() };
    person.member_at(&seek).unwrap()
}

/// Adds an amount to these books, as a fund of that name.
pub(crate) fn put(member: &Member<'_>, name: &str, value: &str) {
    let place = account(member, &format!("Banque {name}"), &format!("Compte {name}"));
    let held = asset(member, name, AssetKind::Fund);
    hold(member, place, held, value);
}

fn is_not_there<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::NotFound))
}

fn standing(line: &BooksView, person: PersonId) -> &str {
    &line.people.iter().find(|line| line.person == person).unwrap().standing
}

#[test]
fn one_person_keeps_several_sets_of_books_apart() {
    let house = House::new();
    let first = house.person.my_books().unwrap().remove(0);
    assert!(first.first && !first.joint && first.access == "own" && first.share == Share::WHOLE);
    house.clock.forward(1);
    let flat = house.person.add_books(&own("  Immobilier ")).unwrap();
    assert_eq!(flat.title, "Immobilier");
    put(&house.member(), "Fonds", "100");
    put(&on(&house.person, flat.id), "Appartement", "1000");
    let names = |scope| {
        let member =
            house.person.member_at(&BooksQuery { scope, ..BooksQuery::default() }).unwrap();
        let assets = member.assets().unwrap();
        assets.into_iter().map(|asset| asset.name).collect::<Vec<_>>()
    };
    assert_eq!(names(BooksScope::Mine), ["Appartement", "Fonds"]);
    assert_eq!(names(BooksScope::Books(flat.id)), ["Appartement"]);
    assert_eq!(names(BooksScope::Books(first.id)), ["Fonds"]);
    assert_eq!(names(BooksScope::Household), ["Appartement", "Fonds"]);
    let called = |name: &str| house.person.find_scope(Some(name));
    assert_eq!(called("Immobilier").unwrap(), BooksScope::Books(flat.id));
    assert_eq!(called("household").unwrap(), BooksScope::Household);
    assert_eq!(called(&format!("{}:share", flat.id)).unwrap(), BooksScope::Share(flat.id));
    assert!(matches!(called("Autre"), Err(Error::Invalid(_))));
    assert_eq!(house.person.rename_books(flat.id, "Pierre").unwrap().title, "Pierre");
    let picture = house.member().picture(None).unwrap();
    let sources = &picture.sources;
    assert_eq!(
        sources.iter().map(|source| source.title.as_str()).collect::<Vec<_>>(),
        ["Mon espace", "Pierre"]
    );
    assert!(sources.iter().all(|source| source.stated_on.is_some() && source.changed_at.is_some()));
}

#[test]
fn a_record_names_the_books_that_it_lies_in() {
    let house = House::new();
    house.clock.forward(1);
    let flat = house.person.add_books(&own("Immobilier")).unwrap();
    let there = on(&house.person, flat.id);
    let place = account(&there, "Notaire", "Appartement");
    let home = account(&house.member(), "Banque", "Compte");
    let holding = |id: uuid::Uuid| house.person.member_holding(&[id]).unwrap().books();
    assert_eq!(holding(place.uuid()), flat.id);
    assert_eq!(holding(home.uuid()), house.member().books());
    let strange = uuid::Uuid::from_u128(7);
    assert_eq!(holding(strange), house.member().books(), "one's own, whose methods answer");
    let operation = there.last_operation().unwrap().unwrap();
    let member = house.person.member_holding(&[operation.id.uuid()]).unwrap();
    member.undo(operation.id).unwrap();
    assert!(there.accounts().unwrap().is_empty());
    assert_eq!(house.member().accounts().unwrap().len(), 1);
}

#[test]
fn joint_books_open_for_their_owners_and_for_nobody_else() {
    let house = House::new();
    let (other, third) = (join(&house, OTHER), join(&house, THIRD));
    let couple =
        joint(&house.person, "Compte du couple", &[(&house.person, "62.5"), (&other, "37.5")]);
    assert!(couple.joint && couple.people.len() == 2 && couple.nobody.is_none());
    put(&on(&other, couple.id), "Livret", "1000");
    assert_eq!(on(&house.person, couple.id).assets().unwrap().len(), 1);
    let seen = third.my_books().unwrap();
    assert!(seen.iter().all(|line| line.id != couple.id && line.title != couple.title));
    let seeks = [
        BooksQuery { scope: BooksScope::Books(couple.id), ..BooksQuery::default() },
        BooksQuery { scope: BooksScope::Share(couple.id), ..BooksQuery::default() },
        BooksQuery { books: Some(couple.id), ..BooksQuery::default() },
    ];
    for seek in seeks {
        assert!(is_not_there(&third.member_at(&seek)), "{seek:?}");
    }
    let share = Share::from_percent(10).unwrap();
    assert!(is_not_there(&third.books(couple.id)));
    assert!(is_not_there(&third.rename_books(couple.id, "x")));
    assert!(is_not_there(&third.grant_read(couple.id, third.id(), None)));
    assert!(is_not_there(&third.make_owner(couple.id, third.id(), share, None)));
    assert!(is_not_there(&third.set_shares(couple.id, &[])));
    assert!(is_not_there(&third.revoke(couple.id, other.id())));
    assert!(is_not_there(&third.leave_books(couple.id)));
    assert!(is_not_there(&third.confirm_fingerprint(couple.id, other.id(), "x")));
    assert!(is_not_there(&third.set_unattended(couple.id, true)));
    assert!(is_not_there(&third.rotate_books(couple.id)));
    let record = on(&other, couple.id).assets().unwrap()[0].id.uuid();
    assert_eq!(third.member_holding(&[record]).unwrap().books(), third.member().unwrap().books());
}

#[test]
fn shares_fit_in_one_whole_and_what_is_left_is_nobodys() {
    let house = House::new();
    let other = join(&house, OTHER);
    let child = joint(&house.person, "Livret A", &[(&house.person, "0")]);
    assert_eq!((child.share, child.nobody, child.joint), (Share::NONE, Share::WHOLE, true));
    let form = |one: &str, two: &str| BooksInput {
        title: "Trop".to_owned(),
        owners: [(&house.person, one), (&other, two)]
            .map(|(person, share)| OwnerInput {
                person: person.id(),
                share: percent(share),
                fingerprint: None,
            })
            .to_vec(),
    };
    assert!(matches!(house.person.add_books(&form("60", "40.01")), Err(Error::Invalid(_))));
    let stranger =
        BooksInput { title: "x".to_owned(), owners: form("50", "50").owners.split_off(1) };
    assert!(
        matches!(house.person.add_books(&stranger), Err(Error::Invalid(_))),
        "oneself is left out"
    );
    let couple = house.person.add_books(&form("60", "40")).unwrap();
    let shares = [(house.person.id(), percent("33.3333")), (other.id(), percent("66.6666"))];
    let set = other.set_shares(couple.id, &shares).unwrap();
    assert_eq!(set.nobody, percent("0.0001"));
    assert_eq!(house.person.books(couple.id).unwrap().share, percent("33.3333"));
    let more = [(other.id(), percent("66.6668"))];
    assert!(matches!(house.person.set_shares(couple.id, &more), Err(Error::Invalid(_))));
}

#[test]
fn a_reader_reads_until_the_books_are_taken_back() {
    let house = House::new();
    let (other, third) = (join(&house, OTHER), join(&house, THIRD));
    let mine = house.person.my_books().unwrap().remove(0).id;
    put(&house.member(), "Fonds", "100");
    let granted = house.person.grant_read(mine, other.id(), Some(&other.fingerprint())).unwrap();
    assert_eq!(standing(&granted, other.id()), "sound");
    let seen = other.books(mine).unwrap();
    assert_eq!((seen.access.as_str(), seen.share, seen.people.len()), ("read", Share::NONE, 2));
    let reading = on(&other, mine);
    assert_eq!(reading.assets().unwrap().len(), 1);
    assert!(!reading.may_write() && house.member().may_write());
    let bank = reading.banks().unwrap().remove(0);
    let form =
        pecule_app::wealth::banks::BankInput { name: "Autre".to_owned(), ..Default::default() };
    assert!(
        is_not_there(&reading.add_bank(&form)) && is_not_there(&reading.edit_bank(bank.id, &form))
    );
    assert!(is_not_there(&reading.undo(reading.last_operation().unwrap().unwrap().id)));
    assert!(is_not_there(&other.grant_read(mine, third.id(), None)), "a reader grants nothing");
    assert!(
        other.member().unwrap().assets().unwrap().is_empty(),
        "what one reads is not one's own"
    );
    drop(reading);
    let before = std::fs::read(house.data().join(format!("books/{mine}.db"))).unwrap();
    let revoked = house.person.revoke(mine, other.id()).unwrap();
    assert!(revoked.rotated && revoked.beyond.len() == 3);
    assert_ne!(std::fs::read(house.data().join(format!("books/{mine}.db"))).unwrap(), before);
    assert!(is_not_there(&other.books(mine)));
    let line = house.person.books(mine).unwrap();
    assert!(!line.rotation_due && line.people.len() == 1);
    assert_eq!(house.member().assets().unwrap().len(), 1, "the owner goes on");
    assert!(is_not_there(&house.person.revoke(mine, other.id())));
}

#[test]
fn books_with_the_same_title_are_told_apart_by_their_owners() {
    let house = House::new();
    let other = join(&house, OTHER);
    let mine = house.person.my_books().unwrap().remove(0);
    house.person.grant_read(mine.id, other.id(), None).unwrap();
    let member = other.member().unwrap();
    let titles: Vec<&str> = member.shelves().iter().map(|line| line.title.as_str()).collect();
    let theirs = format!("{} ({NAME})", mine.title);
    assert_eq!(titles, [mine.title.as_str(), theirs.as_str()]);
    let called = |title: &str| other.find_scope(Some(title)).unwrap();
    assert_eq!(called(&theirs), BooksScope::Books(mine.id));
    assert_ne!(called(&mine.title), BooksScope::Books(mine.id), "one's own keep their title");
}

#[test]
fn an_owner_leaves_where_another_one_stays() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Couple", &[(&house.person, "50"), (&other, "50")]).id;
    let alone = house.person.my_books().unwrap().remove(0).id;
    let last = house.person.leave_books(alone);
    assert!(matches!(last, Err(Error::Conflict(Conflict::LastOwner))));
    assert!(
        house.person.revoke(couple, house.person.id()).is_err(),
        "one leaves, one is not taken back"
    );
    house.person.leave_books(couple).unwrap();
    assert!(is_not_there(&house.person.books(couple)));
    let line = other.books(couple).unwrap();
    assert!(line.rotation_due && line.people.len() == 1, "{line:?}");
    other.rotate_books(couple).unwrap();
    assert!(!other.books(couple).unwrap().rotation_due);
    assert!(matches!(other.leave_books(couple), Err(Error::Conflict(Conflict::LastOwner))));
}

#[test]
fn removing_a_person_says_what_is_lost_and_has_keys_renewed() {
    let house = House::new();
    let (other, third) = (join(&house, OTHER), join(&house, THIRD));
    let couple = joint(&other, "Couple", &[(&house.person, "50"), (&other, "50")]).id;
    other.add_books(&own("Secret")).unwrap();
    let shown = other.add_books(&own("Montré")).unwrap().id;
    other.grant_read(shown, third.id(), None).unwrap();
    let mine = house.person.my_books().unwrap().remove(0).id;
    house.person.grant_read(mine, other.id(), None).unwrap();
    let admin = house.person.admin().unwrap();
    let removal = admin.removal(other.id()).unwrap();
    assert_eq!((removal.lost, removal.ownerless, removal.shared, removal.read), (2, 1, 1, 1));
    assert!(removal.lost_bytes > 0 && removal.last_backup_until.is_none());
    admin.disable(other.id()).unwrap();
    admin.remove(other.id()).unwrap();
    for books in [couple, mine] {
        let line = house.person.books(books).unwrap();
        assert!(line.rotation_due);
        assert_eq!(standing(&line, other.id()), "gone");
        house.person.rotate_books(books).unwrap();
        assert!(!house.person.books(books).unwrap().rotation_due);
    }
    assert_eq!(on(&third, shown).books(), shown, "a reader keeps what was granted");
    assert!(!house.person.my_books().unwrap().iter().any(|line| line.id == shown));
}

#[test]
fn every_grant_is_in_the_journal_by_identities_alone() {
    let house = House::new();
    let other = join(&house, OTHER);
    let couple = joint(&house.person, "Titre secret", &[(&house.person, "50")]).id;
    house.person.make_owner(couple, other.id(), percent("12.5"), None).unwrap();
    house.person.revoke(couple, other.id()).unwrap();
    let (household, journal) = crate::sharing_attack::household(&house);
    household
        .read(|view| {
            view.verify_audit_chain(&|p: &[u8; 32], f: &[&[u8]]| journal.chain(p, f), None)
        })
        .unwrap();
    let lines = household.read(|view| view.journal(None, 100)).unwrap();
    for action in ["books-made", "books-granted", "books-revoked", "books-key-renewed"] {
        let line = lines.iter().find(|line| line.action == action).unwrap();
        assert_eq!(
            (line.object.as_str(), line.actor),
            (couple.to_string().as_str(), Some(house.person.id()))
        );
    }
    let all = format!("{lines:?}");
    assert!(!all.contains("Titre") && !all.contains(NAME) && !all.contains("12.5"), "{all}");
}
