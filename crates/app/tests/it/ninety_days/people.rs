//! Defines the simulated people, their browsers, networks and hours, and the random source.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use crate::house::PASSWORD;
use crate::ninety_days::{LAPTOP, OFF};

/// A seeded random source, the same at each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// A day on which the machine is on.
pub(super) fn on_day(day: i64) -> i64 {
    if OFF.contains(&day) { OFF.end } else { day }
}

/// A browser, with its name and the secret that it keeps.
pub(super) struct Browser {
    pub(super) label: &'static str,
    pub(super) token: Option<Zeroizing<String>>,
}

/// A simulated person.
pub(super) struct Someone {
    pub(super) name: &'static str,
    pub(super) laptop: Browser,
    pub(super) phone: Browser,
    pub(super) away: std::ops::Range<i64>,
    pub(super) new_phone: i64,
    /// A night at home, in another calendar month than the new telephone.
    pub(super) sleepless: i64,
    pub(super) password: &'static str,
    /// The secret of the authenticator; `None` without a second factor.
    pub(super) second_factor: Option<String>,
}

impl Someone {
    pub(super) fn new(name: &'static str, begun: i64, dice: &mut Dice) -> Self {
        let (away, new_phone) = (8 + dice.below(70), on_day(20 + dice.below(60)));
        let away = away..away + 4 + dice.below(6);
        let month = |day: i64| {
            let at = Timestamp::from_second(begun + day * 86_400).unwrap();
            at.to_zoned(TimeZone::system()).month()
        };
        let sleepless = loop {
            let day = on_day(40 + dice.below(48));
            if month(day) != month(new_phone) && !away.contains(&day) {
                break day;
            }
        };
        Self {
            name,
            laptop: Browser { label: LAPTOP, token: None },
            phone: Browser { label: "Safari · iPhone", token: None },
            away,
            new_phone,
            sleepless,
            password: PASSWORD,
            second_factor: None,
        }
    }
}
