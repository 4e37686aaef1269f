//! Tests the access matrix, which requests every route as every kind of client.
//!
//! The routes come from the router itself. Clients without access request all of them first, after
//! which nothing may have changed. Clients with access get a fresh copy of the household for each
//! route.

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

/// Whether a reply redirects to sign-in or asks for it.
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

/// Whether a reply is correct for a client without access.
fn is_refused(asker: Asker, kind: Kind, address: &Address, reply: &Reply) -> bool {
    match (asker, kind) {
        (_, Kind::Public) => !is_defect(reply),
        (Asker::Nobody | Asker::Disabled, _) => is_door(reply),
        // A token reads one set of books and reveals nothing else.
        (Asker::Token, _) if !is_api(address) => is_door(reply),
        (Asker::Token, _) if !is_safe(address) => reply.status.is_client_error(),
        // A reader may see errors of a form; nothing is changed.
        (Asker::Token, Kind::Personal | Kind::Admin)
        | (Asker::Reader, Kind::Record | Kind::Owner) => reply.status.is_client_error(),
        (_, Kind::Record | Kind::Owner | Kind::Personal | Kind::Admin) => {
            reply.status == StatusCode::NOT_FOUND
        }
        (_, Kind::Signed) => !is_defect(reply),
    }
}

/// Whether a client has no access to an address.
fn has_no_right(asker: Asker, kind: Kind, address: &Address) -> bool {
    match (asker, kind) {
        // A reader may give up access to the books.
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

/// Writes such as signing out would end the walk.
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
            // The error of an empty form may come first, as for unknown records.
            let is_empty_form = reply.status == StatusCode::UNPROCESSABLE_ENTITY
                && asker != Asker::Nobody
                && there.ask_of_nothing(asker, &address).await.status == reply.status;
            if !is_empty_form && !is_refused(asker, kind, &address, &reply) {
                wrong.push(format!("{what}: {} {}", reply.status, reply.location()));
            }
            // Readers, owners and their token see the books on every page.
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
            // A personal token has no access to the person's own affairs.
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
    for action in
        ["rename", "readers", "owners", "shares", "pinned-keys", "revoke", "unattended", "rotate"]
    {
        for asker in [Asker::Other, Asker::Administrator, Asker::Reader] {
            let path = format!("/books/{}/{action}", household.joint);
            let person = household.owner.clone();
            let request = household
                .request(Method::POST, &path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!(
                    "person={person}&title=X&share=10&compared=00&unattended=yes"
                )))
                .unwrap();
            let reply = household.send(asker, request).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{asker:?} {action}");
        }
    }
    assert_eq!(household.digest().await, before);
}
