//! Tests that known devices raise no alerts, and that a device with only the same label does.

use super::*;
use crate::monitoring::alerts::event_rules::tests::{Book, HOME, LAPTOP, at, failure, sign_in};

const AWAY: &str = "203.0.*.*";

fn known(event: Event) -> Event {
    Event { known: true, ..event }
}

/// Sign-ins at noon from the home network, for some days, on a known device.
fn at_home(days: i64) -> Book {
    let mut book = Book::default();
    book.write(sign_in(at(0, 0), 1, LAPTOP, HOME));
    for day in 1..days {
        book.write(known(sign_in(at(day, 0), 1, LAPTOP, HOME)));
    }
    book
}

#[test]
fn a_device_that_is_known_is_no_news_wherever_it_is_and_away_at_any_hour() {
    let mut book = at_home(40);
    book.write(known(sign_in(at(41, 15 * 60), 1, LAPTOP, AWAY)));
    book.write(known(sign_in(at(42, 0), 1, "Firefox · Linux, renamed", HOME)));
    assert_eq!(book.alarms, []);
    book.write(sign_in(at(43, 10 * 60), 1, LAPTOP, "198.51.*.*"));
    book.write(sign_in(at(44, 5 * 60), 1, LAPTOP, HOME));
    let rules: Vec<Rule> = book.alarms.iter().map(|alarm| alarm.rule).collect();
    assert_eq!(rules, [Rule::NewNetwork, Rule::OddHour], "called the same is not known");
}

#[test]
fn a_known_device_at_an_odd_hour_is_told_where_its_owner_usually_is() {
    let mut book = at_home(40);
    let night = |day| known(sign_in(at(day, 15 * 60), 1, LAPTOP, HOME));
    book.write(night(41));
    let rules: Vec<Rule> = book.alarms.iter().map(|alarm| alarm.rule).collect();
    assert_eq!(rules, [Rule::OddHour], "a thief at the desk holds the device and its secret");
    book.write(night(42));
    assert_eq!(book.raised(Rule::OddHour), 1, "one of forty is more than two of a hundred");
    // A week in a hotel: other hours, and a network that becomes usual.
    let mut book = at_home(40);
    for day in 41..48 {
        book.write(known(sign_in(at(day, 15 * 60), 1, LAPTOP, AWAY)));
    }
    assert_eq!(book.alarms, []);
    // Too few sign-ins to know the usual hours.
    let mut book = at_home(20);
    book.write(night(41));
    assert_eq!(book.alarms, []);
}

#[test]
fn two_devices_that_are_known_may_be_in_two_networks() {
    let mut book = at_home(10);
    book.write(known(sign_in(at(10, 0), 1, LAPTOP, HOME)));
    book.write(known(sign_in(at(10, 5), 1, LAPTOP, AWAY)));
    assert_eq!(book.raised(Rule::TwoNetworks), 0);
    book.write(sign_in(at(10, 9), 1, LAPTOP, HOME));
    assert_eq!(book.raised(Rule::TwoNetworks), 1, "one of the two shows nothing");
}

#[test]
fn one_sign_in_is_told_once() {
    let mut book = at_home(10);
    book.write(known(sign_in(at(10, 0), 1, LAPTOP, HOME)));
    book.write(sign_in(at(10, 5), 1, "Safari · iPhone", AWAY));
    let rules = |book: &Book| book.alarms.iter().map(|alarm| alarm.rule).collect::<Vec<_>>();
    assert_eq!(rules(&book), [Rule::TwoNetworks], "a new device, told as the graver thing");
    book.write(sign_in(at(11, 0), 1, "Chrome · Android", "198.51.*.*"));
    book.write(known(sign_in(at(11, 5), 1, LAPTOP, HOME)));
    assert_eq!(rules(&book), [Rule::TwoNetworks, Rule::NewDevice], "told when it came");
    book.write(sign_in(at(12, 0), 1, LAPTOP, HOME));
    book.write(known(sign_in(at(12, 5), 1, "Safari · iPhone", AWAY)));
    assert_eq!(book.raised(Rule::TwoNetworks), 2, "nothing was told of the one before");
}

#[test]
fn mistypes_that_were_made_up_for_do_not_count() {
    let failed = |minute| failure(at(10, minute), Some(1), "a", "x");
    let mistyped = |minute| known(Event { device: LAPTOP.to_owned(), ..failed(minute) });
    let run = |first: &dyn Fn(i64) -> Event, success: Event| {
        let mut book = at_home(10);
        for minute in 0..3 {
            book.write(first(minute));
        }
        book.write(success);
        for minute in 5..8 {
            book.write(failed(minute));
        }
        book.raised(Rule::SignInFailures)
    };
    let success = sign_in(at(10, 4), 1, LAPTOP, HOME);
    assert_eq!(run(&mistyped, known(success.clone())), 0);
    assert_eq!(run(&failed, known(success.clone())), 2, "somebody else's failures stay counted");
    assert_eq!(run(&mistyped, success), 2, "nothing shows that it was its owner");
    let elsewhere = known(sign_in(at(10, 4), 1, "Safari · iPhone", HOME));
    assert_eq!(run(&mistyped, elsewhere), 2, "made up for on another device");
}
