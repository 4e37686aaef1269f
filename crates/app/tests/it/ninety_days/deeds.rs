//! What people do now and then that is always told, and is no alarm: they did it themselves. And what is told of nothing.

use std::fs;

use pecule_app::backup::targets::TargetForm;
use pecule_app::wealth::export::Readable;
use pecule_app::{Clock as _, Person};

use crate::authenticator::shows;
use crate::house::NAME;
use crate::ninety_days::Year;
use crate::ninety_days::people::on_day;

/// Another password that the rule accepts.
const ANOTHER: &str = "lagune sabot 41 verger candela";
/// The rules that tell a deed each time, to those whom it concerns.
const TOLD: [&str; 5] = [
    "backup-downloaded",
    "password-changed",
    "recipients-changed",
    "role-changed",
    "second-factor-removed",
];

/// Something that is done on one day, after signing in on one's laptop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Rare {
    /// Chooses another password.
    Password,
    /// Adds a second factor.
    SecondFactor,
    /// Takes it away and adds that of a new telephone.
    SecondFactorAnew,
    /// Takes everything of one's books in the clear.
    Everything,
    /// Looks at the journal, takes it as a file, notes a precaution.
    Vigilance,
    /// Names a disk that backups are carried to, and renames it.
    Target,
    /// Downloads the newest backup.
    Download,
    /// Prints another kit.
    Kit,
    /// Lets somebody else run the household as well, and no longer.
    Helper,
}

impl Rare {
    /// How many findings tell of it, by rule.
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

/// Whether a rule tells a deed, rather than that something may be amiss.
pub(super) fn tells_a_deed(rule: &str) -> bool {
    TOLD.contains(&rule)
}

impl Year {
    /// The rare deeds of everybody: (day, who, what).
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

    /// What somebody does after they signed in, and how often that is told.
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
                assert!(admin.verify_journal(&[]).unwrap().whole);
                admin.took_precaution("ups").unwrap();
            }
            Rare::Target => {
                let path = self.home.path("disk");
                fs::create_dir(&path).unwrap();
                let form = TargetForm {
                    name: "Disque".to_owned(),
                    kind: "folder".to_owned(),
                    path: path.to_str().unwrap().to_owned(),
                    ..TargetForm::default()
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

    /// What the telephone of somebody shows now, where they have a second factor.
    pub(super) fn code(&self, who: usize) -> Option<String> {
        let secret = self.people[who].second_factor.as_deref()?;
        Some(shows(secret, self.home.clock.now().as_second()))
    }
}
