//! The access matrix: every address that the router has, asked for by everybody who could ask.
//!
//! The addresses come from the router itself. Whoever is not allowed goes first, over all of them, and
//! nothing may have changed afterwards; whoever is allowed gets a fresh copy of the household for each.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use pecule_web::route_table::Address;
use pecule_web::routes::addresses;

use crate::askers::Asker;
use crate::rights_household::Household;
use crate::rights_table::{Kind, ROOT, kind};
use crate::site::Reply;

fn is_api(address: &Address) -> bool {
    address.path.starts_with(ROOT)
}

fn is_safe(address: &Address) -> bool {
    address.method == Method::GET
}

/// Leading to the door, or being told to sign in.
fn is_door(reply: &Reply) -> bool {
    let led = reply.status == StatusCode::SEE_OTHER
        && (reply.location().starts_with("/sign-in") || reply.location() == "/setup");
    led || reply.status == StatusCode::UNAUTHORIZED
}

fn is_defect(reply: &Reply) -> bool {
    reply.status.is_server_error() && reply.status != StatusCode::SERVICE_UNAVAILABLE
}

#[test]
fn every_address_stands_in_the_table() {
    let missing: Vec<String> = addresses()
        .iter()
        .filter(|address| kind(&address.method, &address.path).is_none())
        .map(|address| format!("{} {}", address.method, address.path))
        .collect();
    assert!(missing.is_empty(), "the access matrix does not know: {missing:#?}");
    assert!(addresses().len() > 180, "{}", addresses().len());
}

/// Whether an answer is right for somebody who has no right to it.
fn is_refused(asker: Asker, kind: Kind, address: &Address, reply: &Reply) -> bool {
    match (asker, kind) {
        (_, Kind::Public) => !is_defect(reply),
        (Asker::Nobody | Asker::Disabled, _) => is_door(reply),
        // A token reads one set of books; whatever else there is, it does not say.
        (Asker::Token, _) if !is_api(address) => is_door(reply),
        (Asker::Token, _) if !is_safe(address) => reply.status.is_client_error(),
        // Whoever may read a record is told what is wrong with a form, or in its way; nothing is changed.
        (Asker::Token, Kind::Personal | Kind::Admin)
        | (Asker::Reader, Kind::Record | Kind::Owner) => reply.status.is_client_error(),
        (_, Kind::Record | Kind::Owner | Kind::Personal | Kind::Admin) => {
            reply.status == StatusCode::NOT_FOUND
        }
        (_, Kind::Signed) => !is_defect(reply),
    }
}

/// What may be asked without a right to any of it.
fn has_no_right(asker: Asker, kind: Kind, address: &Address) -> bool {
    match (asker, kind) {
        // Everybody may leave books that are opened to them.
        (Asker::Reader, Kind::Owner) if address.path.ends_with("/leave") => false,
        (Asker::Nobody | Asker::Disabled | Asker::Other, _)
        | (Asker::Reader | Asker::JointOwner, Kind::Personal | Kind::Admin)
        | (Asker::Reader, Kind::Owner)
        | (Asker::Owner, Kind::Admin) => true,
        (Asker::Administrator, _) => kind != Kind::Admin,
        (Asker::Token, _) => !is_safe(address) || kind != Kind::Record && kind != Kind::Signed,
        (Asker::Reader, Kind::Record) => !is_safe(address),
        (Asker::Owner | Asker::JointOwner | Asker::Reader, _) => false,
    }
}

/// A write that changes what is one's own, such as signing out: it would end the walk.
fn changes_oneself(address: &Address, kind: Kind) -> bool {
    !is_safe(address) && kind == Kind::Signed
}

#[tokio::test]
async fn whoever_has_no_right_gets_nothing_and_changes_nothing() {
    let household = Household::new().await;
    let closed = household.closed();
    let before = household.digest().await;
    let (mut tried, mut wrong) = (0_u32, Vec::new());
    for asker in Asker::ALL {
        for address in addresses() {
            let kind = kind(&address.method, &address.path).unwrap();
            if !has_no_right(asker, kind, &address) {
                continue;
            }
            if changes_oneself(&address, kind) && !matches!(asker, Asker::Nobody | Asker::Disabled)
            {
                continue;
            }
            let there = if asker == Asker::Disabled { &closed } else { &household };
            let reply = there.ask(asker, &address).await;
            let what = format!("{asker:?} {} {}", address.method, address.path);
            // What is wrong with the empty form may be said first, as it is for records of nobody.
            let is_empty_form = reply.status == StatusCode::UNPROCESSABLE_ENTITY
                && asker != Asker::Nobody
                && there.ask_of_nothing(asker, &address).await.status == reply.status;
            if !is_empty_form && !is_refused(asker, kind, &address, &reply) {
                wrong.push(format!("{what}: {} {}", reply.status, reply.location()));
            }
            // Readers, owners and their token see the books, on whatever page.
            if matches!(
                asker,
                Asker::Nobody | Asker::Disabled | Asker::Other | Asker::Administrator
            ) {
                household.assert_nothing_leaks(&reply, &what);
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 600, "{tried}");
    assert_eq!(household.digest().await, before, "something was changed by who had no right");
}

#[tokio::test]
async fn whoever_has_the_right_is_let_in() {
    let household = Household::new().await;
    let (mut tried, mut wrong) = (0_u32, Vec::new());
    for asker in
        [Asker::Owner, Asker::JointOwner, Asker::Reader, Asker::Administrator, Asker::Token]
    {
        for address in addresses() {
            let kind = kind(&address.method, &address.path).unwrap();
            if has_no_right(asker, kind, &address) || kind == Kind::Public {
                continue;
            }
            if !is_safe(&address) || (asker == Asker::Token && !is_api(&address)) {
                continue;
            }
            let reply = household.ask(asker, &address).await;
            let what = format!("{asker:?} {} {}", address.method, address.path);
            assert!(!is_defect(&reply), "{what}: {} {}", reply.status, reply.body);
            assert!(!is_door(&reply), "{what}: {} {}", reply.status, reply.location());
            let hidden = reply.status == StatusCode::NOT_FOUND;
            // What concerns a person alone is not there for their token.
            let of_person = kind == Kind::Signed || address.path.contains("/books/{id}");
            if asker == Asker::Token && of_person {
                tried += 1;
                continue;
            }
            if hidden && !Household::may_be_missing(&address) {
                wrong.push(what);
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "not there: {wrong:#?}");
    assert!(tried > 200, "{tried}");
}

#[tokio::test]
async fn owners_may_change_every_record() {
    let household = Household::new().await;
    let records = addresses().into_iter().filter(|address| {
        let kind = kind(&address.method, &address.path).unwrap();
        !is_safe(address) && matches!(kind, Kind::Record | Kind::Owner | Kind::Personal)
    });
    for address in records {
        for asker in [Asker::Owner, Asker::JointOwner] {
            let kind = kind(&address.method, &address.path).unwrap();
            if has_no_right(asker, kind, &address) {
                continue;
            }
            let copy = household.copy();
            let reply = copy.ask(asker, &address).await;
            let what = format!("{asker:?} {} {}", address.method, address.path);
            assert!(!is_defect(&reply), "{what}: {} {}", reply.status, reply.body);
            assert!(!is_door(&reply), "{what}: {} {}", reply.status, reply.location());
            let hidden = reply.status == StatusCode::NOT_FOUND;
            assert!(!hidden || Household::may_be_missing(&address), "{what} is not there");
        }
    }
}

#[tokio::test]
async fn every_way_of_sharing_books_is_its_owners_alone() {
    let household = Household::new().await;
    let before = household.digest().await;
    for deed in ["rename", "read", "own", "shares", "confirm", "revoke", "unattended", "rotate"] {
        for asker in [Asker::Other, Asker::Administrator, Asker::Reader] {
            let path = format!("/books/{}/{deed}", household.joint);
            let person = household.owner.clone();
            let request = household
                .request(Method::POST, &path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!(
                    "person={person}&title=X&share=10&compared=00&unattended=yes"
                )))
                .unwrap();
            let reply = household.send(asker, request).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{asker:?} {deed}");
        }
    }
    assert_eq!(household.digest().await, before);
}
