//! Tests each rule, and ninety days of a simulated household.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::PersonId;
use uuid::Uuid;

use super::*;

pub(crate) const HOME: &str = "local-network";
pub(crate) const LAPTOP: &str = "Firefox · Linux";

pub(crate) fn person(number: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(number))
}

/// An audit log under construction, with the alerts it raised.
#[derive(Default)]
pub(crate) struct Book {
    past: Vec<Event>,
    pub(crate) alarms: Vec<Alert>,
}

/// A time some minutes after noon of a day.
pub(crate) fn at(day: i64, minute: i64) -> Timestamp {
    let noon = Timestamp::from_second(1_790_000_000 - 1_790_000_000 % 86_400 + 43_200).unwrap();
    noon + SignedDuration::from_mins(day * 1_440 + minute)
}

pub(crate) fn event(at: Timestamp, action: &str, actor: Option<PersonId>) -> Event {
    Event {
        seq: 0,
        at,
        actor,
        session: None,
        action: action.to_owned(),
        object: String::new(),
        refused: false,
        device: String::new(),
        place: String::new(),
        address: String::new(),
        name: String::new(),
        known: false,
    }
}

pub(crate) fn sign_in(at: Timestamp, who: u128, device: &str, place: &str) -> Event {
    let origin = (device.to_owned(), place.to_owned());
    Event { device: origin.0, place: origin.1, ..event(at, "sign-in", Some(person(who))) }
}

pub(crate) fn failure(at: Timestamp, who: Option<u128>, name: &str, address: &str) -> Event {
    let (name, address) = (name.to_owned(), address.to_owned());
    Event { refused: true, name, address, ..event(at, "sign-in", who.map(person)) }
}

impl Book {
    pub(crate) fn write(&mut self, event: Event) -> &mut Self {
        let seq = i64::try_from(self.past.len()).unwrap() + 1;
        let event = Event { seq, ..event };
        self.alarms.extend(examine(&self.past, &event, &TimeZone::UTC));
        self.past.push(event);
        self
    }

    pub(crate) fn raised(&self, rule: Rule) -> usize {
        self.alarms.iter().filter(|alarm| alarm.rule == rule).count()
    }

    /// A person who signed in from home at noon, for some days.
    fn used_to_noon(days: i64) -> Self {
        let mut book = Self::default();
        for day in 0..days {
            book.write(sign_in(at(day, 0), 1, LAPTOP, HOME));
        }
        assert_eq!(book.alarms, []);
        book
    }
}

#[test]
fn five_failures_in_a_quarter_of_an_hour() {
    let mut book = Book::default();
    for minute in 0..4 {
        book.write(failure(at(0, minute), Some(1), "a", "x"));
    }
    assert_eq!(book.raised(Rule::SignInFailures), 0, "four are not five");
    book.write(failure(at(0, 5), Some(2), "b", "x"));
    assert_eq!(book.raised(Rule::SignInFailures), 0, "somebody else's do not count");
    book.write(failure(at(0, 15), Some(1), "a", "x"));
    assert_eq!(book.raised(Rule::SignInFailures), 1);
    assert_eq!(book.alarms[0].subject, Some(person(1)));
    let mut slow = Book::default();
    for number in 0..20 {
        slow.write(failure(at(0, number * 4), Some(1), "a", "x"));
    }
    assert_eq!(slow.raised(Rule::SignInFailures), 0, "spread over time");
}

#[test]
fn ten_names_from_one_address() {
    let mut book = Book::default();
    for number in 0..9 {
        book.write(failure(at(0, 0), None, &number.to_string(), "x"));
        book.write(failure(at(0, 0), None, "same", "y"));
    }
    assert_eq!(book.raised(Rule::Spraying), 0);
    book.write(failure(at(0, 1), None, "0", "x")).write(failure(at(0, 1), None, "9", "y"));
    assert_eq!(book.raised(Rule::Spraying), 0, "a name again, and another address");
    book.write(failure(at(0, 14), None, "9", "x"));
    assert_eq!((book.raised(Rule::Spraying), book.alarms.last().unwrap().subject), (1, None));
}

#[test]
fn a_success_after_five_failures() {
    let run = |failures: i64, after: i64| {
        let mut book = Book::default();
        for minute in 0..failures {
            book.write(failure(at(0, minute), Some(1), "a", "x"));
        }
        book.write(sign_in(at(0, after), 1, LAPTOP, HOME));
        book.raised(Rule::SuccessAfterFailures)
    };
    assert_eq!((run(5, 10), run(4, 10), run(5, 120)), (1, 0, 0));
    let mut book = Book::default();
    for minute in 0..4 {
        book.write(failure(at(0, minute), Some(1), "a", "x"));
    }
    book.write(sign_in(at(0, 5), 1, LAPTOP, HOME)).write(failure(at(0, 6), Some(1), "a", "x"));
    book.write(sign_in(at(0, 7), 1, LAPTOP, HOME));
    assert_eq!(book.raised(Rule::SuccessAfterFailures), 0, "a success in between");
}

#[test]
fn a_device_or_a_network_not_seen_before() {
    let mut book = Book::used_to_noon(5);
    book.write(sign_in(at(5, 0), 1, "Safari · iPhone", HOME));
    assert_eq!((book.raised(Rule::NewDevice), book.raised(Rule::NewNetwork)), (1, 0));
    book.write(sign_in(at(6, 0), 1, LAPTOP, "203.0.*.*"));
    assert_eq!((book.raised(Rule::NewDevice), book.raised(Rule::NewNetwork)), (1, 1));
    book.write(sign_in(at(7, 0), 1, LAPTOP, "203.0.*.*"));
    book.write(sign_in(at(7, 0), 2, "Chrome · Android", HOME));
    assert_eq!(book.alarms.len(), 2, "seen before, and somebody's very first");
}

#[test]
fn an_unusual_hour() {
    let mut book = Book::used_to_noon(40);
    book.write(sign_in(at(40, 119), 1, LAPTOP, HOME));
    assert_eq!(book.alarms, [], "two hours from noon is near");
    book.write(sign_in(at(40, 15 * 60), 1, LAPTOP, HOME));
    assert_eq!(book.raised(Rule::OddHour), 1);
    let mut young = Book::used_to_noon(29);
    young.write(sign_in(at(29, 15 * 60), 1, LAPTOP, HOME));
    assert_eq!(young.raised(Rule::OddHour), 0, "not yet known for thirty days");
    let mut rare = Book::default();
    for week in 0..8 {
        rare.write(sign_in(at(week * 7, 0), 1, LAPTOP, HOME));
    }
    rare.write(sign_in(at(60, 15 * 60), 1, LAPTOP, HOME));
    assert_eq!(rare.raised(Rule::OddHour), 0, "too few sign-ins to know any habit");
}

#[test]
fn two_networks_within_ten_minutes() {
    let mut book = Book::used_to_noon(10);
    book.write(sign_in(at(10, 0), 1, LAPTOP, HOME));
    book.write(sign_in(at(10, 9), 1, LAPTOP, "203.0.*.*"));
    assert_eq!(book.raised(Rule::TwoNetworks), 1);
    book.write(sign_in(at(11, 0), 1, LAPTOP, HOME));
    book.write(sign_in(at(11, 11), 1, LAPTOP, "203.0.*.*"));
    assert_eq!(book.raised(Rule::TwoNetworks), 1, "eleven minutes are enough to leave");
    for day in 12..15 {
        book.write(sign_in(at(day, 300), 1, LAPTOP, "203.0.*.*"));
    }
    let before = book.raised(Rule::TwoNetworks);
    book.write(sign_in(at(20, 0), 1, LAPTOP, HOME));
    book.write(sign_in(at(20, 5), 1, LAPTOP, "203.0.*.*"));
    assert_eq!(book.raised(Rule::TwoNetworks), before, "both are where this person usually is");
}

#[test]
fn much_exported_in_a_day() {
    let run = |actions: &[&str], hours: i64| {
        let mut book = Book::default();
        for (action, number) in actions.iter().zip(0..) {
            book.write(event(at(0, number * hours * 60), action, Some(person(1))));
        }
        book.raised(Rule::MassExport)
    };
    let journal = "journal-exported";
    assert_eq!(run(&[journal; 3], 1), 0);
    assert_eq!(run(&[journal; 4], 1), 1);
    assert_eq!(run(&[journal; 4], 13), 0, "spread over days");
    assert_eq!(run(&["books-exported"], 1), 0);
    assert_eq!(run(&["books-exported"; 2], 1), 1);
    let mut book = Book::default();
    for who in 1..=4 {
        book.write(event(at(0, 0), journal, Some(person(who))));
    }
    assert_eq!(book.raised(Rule::MassExport), 0, "four people once each");
}

#[test]
fn a_clock_that_goes_back() {
    let run = |seconds: i64| {
        let mut book = Book::default();
        book.write(event(at(0, 10), "sign-in", None));
        let back = at(0, 10) - SignedDuration::from_secs(seconds);
        book.write(event(back, "sign-in", None));
        book.raised(Rule::ClockSetBack)
    };
    assert_eq!((run(60), run(61), run(-600)), (0, 1, 0));
}

#[test]
fn a_clock_that_jumps_ahead() {
    let run = |days: i64| {
        let mut book = Book::default();
        book.write(event(at(0, 10), "sign-in", None));
        let ahead = at(0, 10) + SignedDuration::from_hours(24 * days);
        book.write(event(ahead, "sign-in", None));
        book.raised(Rule::ClockSetAhead)
    };
    assert_eq!((run(60), run(61), run(-3_650), run(3_650)), (0, 1, 0, 1));
}

#[test]
fn what_is_always_told() {
    let other = person(2).to_string();
    for (action, object, refused, rule, subject) in [
        ("refresh-token-reused", "", true, Rule::RefreshReuse, Some(person(1))),
        ("token-forged", "access", true, Rule::ForgedToken, None),
        ("probing", "records", true, Rule::Probing, Some(person(1))),
        ("csp-reported", "script-src", true, Rule::PolicyReports, None),
        ("outbound-refused", "host", true, Rule::OutboundRefused, None),
        ("integrity-failed", "household", true, Rule::IntegrityFailed, None),
        ("books-rolled-back", "books", true, Rule::RolledBack, None),
        ("grant-unsound", other.as_str(), true, Rule::UnsoundGrant, Some(person(2))),
        ("backup-downloaded", "backup", false, Rule::BackupDownloaded, None),
        ("kit-replaced", "kit", false, Rule::RecipientsChanged, None),
        ("second-factor-removed", "", false, Rule::SecondFactorRemoved, Some(person(1))),
        ("second-factor-reset", other.as_str(), false, Rule::SecondFactorRemoved, Some(person(2))),
        ("password-changed", "", false, Rule::PasswordChanged, Some(person(1))),
        ("password-recovered", "", false, Rule::PasswordChanged, Some(person(1))),
        ("administrator-made", other.as_str(), false, Rule::RoleChanged, Some(person(2))),
        ("person-disabled", other.as_str(), false, Rule::RoleChanged, Some(person(2))),
    ] {
        let happened = Event {
            object: object.to_owned(),
            refused,
            ..event(at(0, 0), action, Some(person(1)))
        };
        let told = examine(&[], &happened, &TimeZone::UTC);
        assert_eq!(told.len(), 1, "{action}");
        assert_eq!((told[0].rule, told[0].subject), (rule, subject), "{action}");
    }
    for (action, refused) in [
        ("sign-in", false),
        ("sign-in", true),
        ("person-invited", false),
        ("backup-made", false),
        ("backup-downloaded", true),
        ("second-factor-removed", true),
        ("password-changed", true),
        ("administrator-made", true),
        ("finding-raised", false),
    ] {
        let happened = Event { refused, ..event(at(0, 0), action, Some(person(1))) };
        assert_eq!(examine(&[], &happened, &TimeZone::UTC), [], "{action}");
    }
}

/// A seeded pseudo-random generator, equal in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// One day of a person: evenings at home, lunches on the phone, mistyped passwords, a week away.
fn day_of(who: u128, day: i64, dice: &mut Dice) -> Vec<Event> {
    let mut events = Vec::new();
    let away = (40..47).contains(&day);
    let (place, phone) = if away { ("198.51.*.*", "198.51.*.*") } else { (HOME, "203.0.*.*") };
    for _mistyped in 0..[0, 0, 0, 0, 0, 0, 1, 1, 2, 3][usize::try_from(dice.below(10)).unwrap()] {
        let minute = 360 + dice.below(2);
        events.push(failure(at(day, minute), Some(who), "own", "home"));
    }
    if dice.below(10) < 7 {
        let evening = 365 + dice.below(240);
        events.push(sign_in(at(day, evening), who, LAPTOP, place));
    }
    if dice.below(10) < 4 {
        let lunch = dice.below(120);
        events.push(sign_in(at(day, lunch), who, "Safari · iPhone", phone));
    }
    if dice.below(30) == 0 {
        events.push(event(at(day, 600), "journal-exported", Some(person(who))));
    }
    events
}

#[test]
fn a_household_whose_browsers_keep_nothing_raises_three_alarms_per_person_in_ninety_days_at_most() {
    const PEOPLE: u128 = 5;
    for seed in 1..=20_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut events: Vec<Event> = Vec::new();
        for day in 0..90 {
            for who in 1..=PEOPLE {
                events.extend(day_of(who, day, &mut dice));
            }
            events.push(event(at(day, 840), "backup-made", None));
        }
        events.sort_by_key(|event| event.at);
        let mut book = Book::default();
        for event in events {
            book.write(event);
        }
        for who in 1..=PEOPLE {
            let mine = book.alarms.iter().filter(|alarm| alarm.subject == Some(person(who)));
            let rules: Vec<_> = mine.map(|alarm| (alarm.rule, alarm.at)).collect();
            assert!(rules.len() <= 3, "seed {seed}, person {who}: {rules:?}");
        }
        let others = book.alarms.iter().filter(|alarm| alarm.subject.is_none()).count();
        assert_eq!(others, 0, "seed {seed}");
    }
}

#[test]
fn an_attack_in_that_household_is_noticed_all_the_same() {
    let mut dice = Dice(7);
    let mut book = Book::default();
    for day in 0..60 {
        let mut events = day_of(1, day, &mut dice);
        events.sort_by_key(|event| event.at);
        for event in events {
            book.write(event);
        }
    }
    book.alarms.clear();
    for number in 0..6 {
        book.write(failure(at(60, 900 + number), Some(1), "own", "elsewhere"));
    }
    book.write(sign_in(at(60, 906), 1, "Chrome · Windows", "192.0.*.*"));
    book.write(sign_in(at(60, 930), 1, LAPTOP, HOME));
    for rule in [Rule::SignInFailures, Rule::SuccessAfterFailures, Rule::NewDevice, Rule::OddHour] {
        assert!(book.raised(rule) > 0, "{}: {:?}", rule.key(), book.alarms);
    }
}
