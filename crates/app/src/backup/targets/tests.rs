//! Checks the state of backup targets and the validation of their fields.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::TargetId;
use pecule_store::household::backup::targets::{Target as Row, TargetTest};
use uuid::Uuid;

use crate::backup::targets::{TargetInput, TargetState, TargetView, state};
use crate::error::{Error, Reason};

fn row(tried: TargetTest) -> Row {
    Row {
        id: TargetId::new(Uuid::from_u128(1)),
        name: "Disque".to_owned(),
        place: r#"{"kind":"folder","path":"/mnt/disque"}"#.to_owned(),
        credentials: None,
        absent_days: 7,
        elsewhere: true,
        added_at: day(0),
        tried,
        retired_at: None,
    }
}

fn day(number: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * (20_000 + number))
}

fn failing(succeeded: Option<i64>) -> Row {
    row(TargetTest {
        at: Some(day(9)),
        succeeded_at: succeeded.map(day),
        failure: Some("absent".to_owned()),
        failures: 3,
    })
}

#[test]
fn a_disk_may_be_absent_for_as_long_as_was_said() {
    assert_eq!(state(&failing(Some(3)), day(10)), TargetState::Absent);
    assert_eq!(state(&failing(Some(3)), day(11)), TargetState::Late);
    assert_eq!(state(&failing(None), day(7)), TargetState::Absent);
    assert_eq!(state(&failing(None), day(8)), TargetState::Late);
    // A success in the future comes from a wrong clock and excuses nothing.
    assert_eq!(state(&failing(Some(4000)), day(9)), TargetState::Late);
    let mut refused = failing(Some(9));
    refused.tried.failure = Some("refused".to_owned());
    assert_eq!(state(&refused, day(9)), TargetState::Failing);
    let good = TargetTest { at: Some(day(1)), succeeded_at: Some(day(1)), ..TargetTest::default() };
    assert_eq!(state(&row(good), day(400)), TargetState::Good);
    assert_eq!(state(&row(TargetTest::default()), day(400)), TargetState::New);
    let retired = Row { retired_at: Some(day(1)), ..failing(Some(3)) };
    assert_eq!(state(&retired, day(9)), TargetState::Retired);
}

#[test]
fn a_line_says_what_went_wrong_and_nothing_secret() {
    let row = Row { credentials: Some(b"sealed".to_vec()), ..failing(Some(3)) };
    let line = TargetView::new(&row, 2, day(10)).unwrap();
    assert!(line.failure_sentence.is_some_and(|text| text.contains("plug it in")));
    assert_eq!((line.whereabouts.as_str(), line.kind.as_str()), ("/mnt/disque", "folder"));
    let json = serde_json::to_string(&TargetView::new(&row, 2, day(10)).unwrap()).unwrap();
    assert!(!json.contains("sealed") && !json.contains("credentials\":["), "{json}");
}

#[test]
fn a_description_is_checked_field_by_field() {
    let form = |kind: &str, address: &str| TargetInput {
        kind: kind.to_owned(),
        address: address.to_owned(),
        bucket: "coffre".to_owned(),
        path: "/mnt/disque".to_owned(),
        ..TargetInput::default()
    };
    let refused = |form: &TargetInput| match form.place() {
        Err(Error::Invalid(all)) => Some((all[0].field.clone(), all[0].reason)),
        _ => None,
    };
    assert_eq!(refused(&form("ftp", "")), Some(("kind".to_owned(), Reason::NotInList)));
    assert_eq!(refused(&form("s3", "")), Some(("address".to_owned(), Reason::Required)));
    let clear = refused(&form("webdav", "http://nas.example"));
    assert_eq!(clear, Some(("address".to_owned(), Reason::InTheClear)));
    let named = refused(&form("webdav", "https://a:b@nas.example"));
    assert_eq!(named, Some(("address".to_owned(), Reason::NotAnAddress)));
    assert_eq!(refused(&form("folder", "")), None);
    let place = form("s3", "https://s3.example").place().unwrap();
    let missing = form("s3", "").credentials(&place);
    assert!(matches!(missing, Err(Error::Invalid(all)) if all[0].field == "user"));
}
