//! Sets up a temporary installation with one person and a clock that tests move.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::NewPerson;
use pecule_app::wealth::accounts::AccountInput;
use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::banks::BankInput;
use pecule_app::wealth::holdings::HoldingInput;
use pecule_app::wealth::reports::breakdown::{Axis, BreakdownReport};
use pecule_app::wealth::snapshot::Filter;
use pecule_app::{Clock, Device, Member, Person};
use pecule_domain::Decimal;
use pecule_domain::id::{AccountId, AssetId};
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::holding::Position;
use pecule_domain::valuation::breakdown::Grouping;

pub(crate) const NAME: &str = "Propriétaire";
pub(crate) const PASSWORD: &str = "quatre lanternes sous la marée 7";

/// A clock that tests move.
pub(crate) struct Hands(AtomicI64);

impl Hands {
    pub(crate) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }

    fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }
}

/// An installation that is removed with the test.
pub(crate) struct House {
    pub(crate) clock: Arc<Hands>,
    pub(crate) app: App,
    pub(crate) person: Person,
    data: PathBuf,
    temporary: tempfile::TempDir,
}

impl House {
    /// Creates an installation on 15 March 2026, at noon.
    pub(crate) fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let data = temporary.path().join("data");
        let clock = Arc::new(Hands(AtomicI64::new(1_773_576_000)));
        DataLocation::new(&data).make_keys(clock.as_ref()).unwrap();
        let app = open(&data, &clock);
        let newcomer =
            NewPerson { name: NAME, password: PASSWORD, language: "fr", recovery_kept: true };
        let person = app.guest().set_up(&newcomer).unwrap().person;
        Self { clock, app, person, data, temporary }
    }

    /// Restarts the program on the same files.
    pub(crate) fn restarted(self) -> Self {
        let Self { clock, app, person, data, temporary } = self;
        drop(person);
        app.settle_all().unwrap();
        drop(app);
        let app = open(&data, &clock);
        let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
        Self { clock, app, person, data, temporary }
    }

    /// Opens the same files, with anchors appended to a file from now on.
    pub(crate) fn adding_anchors_to(self, file: &Path) -> Self {
        let Self { clock, app, person, data, temporary } = self;
        drop(person);
        app.settle_all().unwrap();
        drop(app);
        let place = DataLocation { anchors: Some(file.to_owned()), ..DataLocation::new(&data) };
        let hands: Arc<dyn Clock> = Arc::<Hands>::clone(&clock);
        let app = place.open_cheaply(hands).unwrap();
        let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
        Self { clock, app, person, data, temporary }
    }

    /// Closes the program, changes its files, and starts it again.
    pub(crate) fn closed(self, work: impl FnOnce(&DataLocation, Arc<dyn Clock>)) -> Self {
        self.closed_with(work).0
    }

    /// As [`House::closed`], with a result.
    pub(crate) fn closed_with<T>(
        self,
        work: impl FnOnce(&DataLocation, Arc<dyn Clock>) -> T,
    ) -> (Self, T) {
        let Self { clock, app, person, data, temporary } = self;
        drop(person);
        app.settle_all().unwrap();
        drop(app);
        let hands: Arc<dyn Clock> = Arc::<Hands>::clone(&clock);
        let done = work(&DataLocation::new(&data), hands);
        let app = open(&data, &clock);
        let person = app.guest().verify_password(NAME, PASSWORD).unwrap();
        (Self { clock, app, person, data, temporary }, done)
    }

    /// Opens the files as another process would: nothing in memory is shared.
    pub(crate) fn opened_again(&self) -> App {
        open(&self.data, &self.clock)
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    pub(crate) fn member(&self) -> Member<'_> {
        self.person.member().unwrap()
    }
}

fn open(data: &Path, clock: &Arc<Hands>) -> App {
    let clock: Arc<dyn Clock> = Arc::<Hands>::clone(clock);
    DataLocation::new(data).open_cheaply(clock).unwrap()
}

pub(crate) fn device() -> Device {
    Device::new("test", "192.0.2.1")
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn percent(text: &str) -> Share {
    Share::from_percentage(decimal(text)).unwrap()
}

pub(crate) fn by(grouping: Grouping) -> Axis {
    Axis::of(grouping)
}

/// Returns today's breakdown along an axis.
pub(crate) fn today(member: &Member<'_>, grouping: Grouping) -> BreakdownReport {
    member.breakdown(by(grouping), &Filter::default(), None).unwrap()
}

/// Returns the amount of a row, or `-`.
pub(crate) fn amount(report: &BreakdownReport, key: &str) -> String {
    let row = report.rows.iter().find(|row| row.key == key);
    row.map_or_else(|| "-".to_owned(), |row| row.amount.to_string())
}

pub(crate) fn account(member: &Member<'_>, bank: &str, name: &str) -> AccountId {
    let bank =
        member.add_bank(&BankInput { name: bank.to_owned(), ..BankInput::default() }).unwrap();
    let form = serde_json::json!({ "bank": bank.id, "name": name });
    let form: AccountInput = serde_json::from_value(form).unwrap();
    member.open_account(&form).unwrap().id
}

pub(crate) fn asset(member: &Member<'_>, name: &str, kind: AssetKind) -> AssetId {
    member.add_asset(&AssetInput::named(name, kind)).unwrap().id
}

/// Adds a holding with a stated value.
pub(crate) fn hold(member: &Member<'_>, account: AccountId, asset: AssetId, value: &str) {
    let form = HoldingInput::new(account, asset, Position::Value(decimal(value)));
    member.add_holding(&form).unwrap();
}

/// Reads a sample file; `None` if the samples are missing.
pub(crate) fn sample(path: &str) -> Option<Vec<u8>> {
    let read = std::fs::read(samples().join(path));
    if read.is_err() {
        println!("skipped: no {path} among the samples (PECULE_SAMPLES)");
    }
    read.ok()
}

#[expect(clippy::disallowed_methods, reason = "the folder of samples is named from outside")]
fn samples() -> PathBuf {
    match std::env::var("PECULE_SAMPLES") {
        Ok(folder) => PathBuf::from(folder),
        Err(_) => shared().join("data/files"),
    }
}

/// Returns the folder of shared files beside the repository.
pub(crate) fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}
