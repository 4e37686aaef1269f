//! Plans rare actions that always raise an alert, and those that raise none.

use std::fs;

use pecule_app::backup::targets::TargetInput;
use pecule_app::wealth::export::Readable;
use pecule_app::{Clock as _, Person};

use crate::authenticator::shows;
use crate::house::NAME;
use crate::ninety_days::Year;
use crate::ninety_days::people::on_day;

/// Another password that the rules accept.
const ANOTHER: &str = "lagune sabot 41 verger candela";
/// The rules that report an action each time.
const TOLD: [&str; 5] = [
    "backup-downloaded",
    "password-changed",
    "recipients-changed",
    "role-changed",
    "second-factor-removed",
];

/// A rare action, after signing in on the laptop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rare {
    Password,
    SecondFactor,
    /// Removes it and enrols a new telephone.
    SecondFactorAnew,
    /// Exports the books unencrypted.
    Everything,
    /// Reads and exports the audit log, and confirms a precaution.
    Vigilance,
    /// Adds a disk as backup target and renames it.
    Target,
    Download,
    Kit,
    /// Makes another person an administrator and undoes it.
    Helper,
}

impl Rare {
    /// Returns the rule that reports it and the number of alerts.
    const fn is_told(self) -> Option<(&'static str, u64)> {
        match self {
            Self::Password => Some(("password-changed", 1)),
            Self::SecondFactorAnew => Some(("second-factor-removed", 1)),
            Self::Download => Some(("backup-downloaded", 1)),
            Self::Kit => Some(("recipients-changed", 1)),
            Self::Helper => Some(("role-changed", 2)),
            Self::SecondFactor | Self::Everything | Self::Vigilance | Self::Target => None,
        }
    }
}

/// Whether a rule reports an action rather than a suspicion.
pub(super) fn tells_a_deed(rule: &str) -> bool {
    TOLD.contains(&rule)
}

impl Year {
    /// Plans the rare actions of every person: (day, person, action).
    pub(super) fn plan_rare_deeds(&mut self) {
        let mut rare = Vec::new();
        for who in 0..self.people.len() {
            rare.push((5 + self.dice.below(80), who, Rare::Password));
            if who % 2 == 0 {
                rare.push((3 + self.dice.below(10), who, Rare::SecondFactor));
                rare.push((self.people[who].new_phone, who, Rare::SecondFactorAnew));
            }
            for month in 0..3 {
                rare.push((month * 30 + 1 + self.dice.below(28), who, Rare::Everything));
            }
        }
        for month in 0..3 {
            rare.push((month * 30 + 1 + self.dice.below(28), 0, Rare::Vigilance));
            rare.push((month * 30 + 1 + self.dice.below(28), 0, Rare::Download));
        }
        rare.push((10 + self.dice.below(20), 0, Rare::Target));
        rare.push((40 + self.dice.below(40), 0, Rare::Kit));
        rare.push((20 + self.dice.below(60), 0, Rare::Helper));
        self.rare = rare.into_iter().map(|(day, who, deed)| (on_day(day), who, deed)).collect();
    }

    /// Performs a rare action after sign-in and counts the expected alerts.
    pub(super) fn act_rarely(&mut self, who: usize, deed: Rare, person: &Person) {
        match deed {
            Rare::Password => {
                person.change_password(self.people[who].password, ANOTHER).unwrap();
                self.people[who].password = ANOTHER;
            }
            Rare::SecondFactor => self.enrol(who, person),
            Rare::SecondFactorAnew => {
                self.home.clock.seconds(60);
                let code = self.code(who).unwrap();
                person.remove_second_factor(self.people[who].password, &code).unwrap();
                self.enrol(who, person);
            }
            Rare::Everything => {
                let books = person.member().unwrap().books();
                person.export_books(books, Readable::Json).unwrap();
                person.export_books(books, Readable::Csv).unwrap();
            }
            Rare::Vigilance => {
                let admin = person.admin().unwrap();
                assert!(admin.verify_audit_log(&[]).unwrap().whole);
                admin.complete_precaution("ups").unwrap();
            }
            Rare::Target => {
                let path = self.home.path("disk");
                fs::create_dir(&path).unwrap();
                let form = TargetInput {
                    name: "Disque".to_owned(),
                    kind: "folder".to_owned(),
                    path: path.to_str().unwrap().to_owned(),
                    ..TargetInput::default()
                };
                let admin = person.admin().unwrap();
                let disk = admin.add_target(&form).unwrap();
                admin.change_target(disk.id, "Disque du tiroir", 30).unwrap();
            }
            Rare::Download => {
                let newest = self.home.app.backups().unwrap().into_iter().find(|line| line.present);
                person.admin().unwrap().download_backup(newest.unwrap().id).unwrap();
            }
            Rare::Kit => self.home.app.replace_kit(|_page| Ok(())).unwrap(),
            Rare::Helper => {
                let admin = person.admin().unwrap();
                let people = admin.people().unwrap();
                let helper = people.iter().find(|line| line.name != NAME).unwrap().id;
                admin.make_admin(helper).unwrap();
                self.home.clock.seconds(120);
                admin.unmake_admin(helper).unwrap();
            }
        }
        if let Some((rule, times)) = deed.is_told() {
            *self.deeds.entry(rule.to_owned()).or_default() += times;
        }
    }

    fn enrol(&mut self, who: usize, person: &Person) {
        self.home.clock.seconds(60);
        let secret = person.begin_second_factor().unwrap().secret.as_str().to_owned();
        let now = self.home.clock.now().as_second();
        person.confirm_second_factor(&shows(&secret, now)).unwrap();
        self.people[who].second_factor = Some(secret);
        self.home.clock.seconds(60);
    }

    /// Returns the current code of a person's telephone, if they have a second factor.
    pub(super) fn code(&self, who: usize) -> Option<String> {
        let secret = self.people[who].second_factor.as_deref()?;
        Some(shows(secret, self.home.clock.now().as_second()))
    }
}
