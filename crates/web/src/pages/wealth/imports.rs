//! Imports files of other programs as one change, after a preview.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use pecule_app::wealth::assets::AssetInput;
use pecule_app::wealth::import::report::What;
use pecule_app::wealth::import::report::{ImportReport, MadeView, ProblemView};
use pecule_app::{Error, LegacyFiles, Member, Reason, Result};
use pecule_domain::id::AssetId;
use pecule_domain::portfolio::asset::AssetKind;

use crate::request::form::{FieldErrors, Form};
use crate::request::multipart::{KEPT_FIELD, Upload, UploadedFile};
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::i18n::Arg;
use crate::view::field::{Choice, Field};
use crate::view::money::HIDDEN;
use crate::view::navigation::Screen;
use crate::view::number;
use crate::view::page::Page;

/// Kinds of assets with a composition.
const COMPOSITES: [AssetKind; 4] =
    [AssetKind::Etf, AssetKind::Fund, AssetKind::Basket, AssetKind::Other];
/// Maximum number of suggested names.
const PROPOSED: usize = 1000;

/// Kind of import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Legacy,
    FundHoldings,
    ExchangeRates,
    Prices,
}

impl Source {
    const fn key(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::FundHoldings => "fund-holdings",
            Self::ExchangeRates => "exchange-rates",
            Self::Prices => "prices",
        }
    }
}

#[derive(Template)]
#[template(path = "wealth/import/show.html")]
struct ImportsPage {
    page: Page,
    asset: Field,
    kind: Field,
    from: Field,
    /// Form field and error message.
    fault: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "wealth/import/report.html")]
struct Reported {
    page: Page,
    source: &'static str,
    report: ImportReport,
    counts: Vec<String>,
    /// Values typed beside the files, to be sent again.
    typed: Vec<(String, String)>,
    /// Encoded files; `None` if they are too large to stay in the page.
    kept: Option<Vec<String>>,
    kept_field: &'static str,
    many: bool,
}

impl Reported {
    /// Returns the address that the files are sent to again.
    fn action(&self) -> String {
        self.page.books.named(&format!("/imports/{}", self.source))
    }
}

/// Shows the kinds of imports.
pub async fn show(visit: SignedIn) -> Response {
    let work = |member: &Member<'_>, page| ImportsPage::new(member, page, &Form::default(), None);
    visit.show("nav-import", Some(Screen::Import), work).await
}

/// Imports the files of the former Python application.
pub async fn legacy(visit: SignedIn, upload: Upload) -> Response {
    take(visit, upload, Source::Legacy).await
}

/// Imports the published holdings of a fund.
pub async fn fund_holdings(visit: SignedIn, upload: Upload) -> Response {
    take(visit, upload, Source::FundHoldings).await
}

/// Imports exchange rates.
pub async fn exchange_rates(visit: SignedIn, upload: Upload) -> Response {
    take(visit, upload, Source::ExchangeRates).await
}

/// Imports prices of assets.
pub async fn prices(visit: SignedIn, upload: Upload) -> Response {
    take(visit, upload, Source::Prices).await
}

async fn take(visit: SignedIn, upload: Upload, source: Source) -> Response {
    let work = move |member: &Member<'_>, page: Page| {
        let dry_run = upload.form.text("commit") != "yes";
        match run(member, &upload, source, dry_run) {
            Ok((report, _)) if dry_run => {
                FormOutcome::part(&Reported::new(page, source, &upload, report))
            }
            Ok((report, place)) if report.operation.is_some() => Ok(FormOutcome::Done(place)),
            Ok((_, place)) => Ok(FormOutcome::Go(place)),
            Err(Error::Invalid(problems)) => {
                let fault = FieldErrors::of(&problems, page.lang)
                    .all()
                    .map(|(_, fault)| fault.to_owned())
                    .next();
                let fault = fault.map(|fault| (source.key(), fault));
                FormOutcome::again(&ImportsPage::new(member, page, &upload.form, fault)?)
            }
            Err(other) => Err(other),
        }
    };
    visit.act("nav-import", Some(Screen::Import), work).await
}

/// Runs the import or its preview, and returns the outcome.
fn run(
    member: &Member<'_>,
    upload: &Upload,
    source: Source,
    dry_run: bool,
) -> Result<(ImportReport, String)> {
    if upload.too_large {
        return Err(Error::invalid_with("file", Reason::NotUnderstood, "> 25 Mio"));
    }
    let file = upload.files.first().ok_or_else(|| Error::invalid("file", Reason::Required))?;
    match source {
        Source::Legacy => {
            Ok((member.import_legacy(&sorted(&upload.files)?, dry_run)?, "/wealth".into()))
        }
        Source::FundHoldings => compose(member, &upload.form, file, dry_run),
        Source::ExchangeRates => {
            let report = member.import_exchange_rates(&file.name, &file.bytes, dry_run)?;
            Ok((report, "/settings/exchange-rates".into()))
        }
        Source::Prices => {
            Ok((member.import_prices(&file.name, &file.bytes, dry_run)?, "/wealth".into()))
        }
    }
}

/// Assigns the uploaded files by name, in any order.
fn sorted(files: &[UploadedFile]) -> Result<LegacyFiles<'_>> {
    let mut sorted = LegacyFiles::default();
    for file in files {
        let name = file.name.to_lowercase();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let place = match name {
            name if name.starts_with("bank") => &mut sorted.banks,
            name if name.starts_with("account") => &mut sorted.accounts,
            name if name.starts_with("asset") => &mut sorted.assets,
            name if name.starts_with("history") => &mut sorted.history,
            _ => return Err(Error::invalid_with("file", Reason::NotUnderstood, &file.name)),
        };
        if place.replace(&file.bytes[..]).is_some() {
            return Err(Error::invalid_with("file", Reason::Twice, &file.name));
        }
    }
    Ok(sorted)
}

/// Sets the composition of the named asset. Creates the asset if it is unknown and a kind is given.
fn compose(
    member: &Member<'_>,
    form: &Form,
    file: &UploadedFile,
    dry_run: bool,
) -> Result<(ImportReport, String)> {
    let given = form.find("asset").ok_or_else(|| Error::invalid("asset", Reason::Required))?;
    let from: Option<Date> = form.find_day("from")?;
    match (member.asset_named(given), form.find_key::<AssetKind>("kind")?) {
        (Ok(asset), _) => {
            let report =
                member.import_composition(asset, &file.name, &file.bytes, from, dry_run)?;
            Ok((report, format!("/assets/{asset}")))
        }
        (Err(Error::Invalid(_)), Some(kind)) => {
            let new = AssetInput::named(given, kind);
            let report =
                member.import_new_composite(&new, (&file.name, &file.bytes), from, dry_run)?;
            let made: Option<AssetId> = member.asset_named(given).ok();
            let place =
                made.map_or_else(|| "/assets".to_owned(), |asset| format!("/assets/{asset}"));
            Ok((report, place))
        }
        (Err(unknown), _) => Err(unknown),
    }
}

impl ImportsPage {
    fn new(
        member: &Member<'_>,
        page: Page,
        form: &Form,
        fault: Option<(&'static str, String)>,
    ) -> Result<Self> {
        let picture = member.picture(None)?;
        let mut names: Vec<String> =
            picture.wealth.assets.values().map(|asset| asset.name.clone()).collect();
        names.sort_unstable();
        names.truncate(PROPOSED);
        let kinds = COMPOSITES.iter().map(|kind| {
            Choice::new(kind.key(), page.name_of("kind", kind.key()), form.text("kind"))
        });
        let kinds = [Choice::new("", page.t("import-known-only"), form.text("kind"))]
            .into_iter()
            .chain(kinds);
        Ok(Self {
            asset: Field::suggest("asset", page.t("asset"), names)
                .required()
                .hint(page.t("import-asset-hint"))
                .value(form.text("asset")),
            kind: Field::select("kind", page.t("import-new-kind"), kinds.collect()),
            from: Field::day("from", page.t("composition-day"))
                .value(form.find("from").map_or_else(|| page.today.to_string(), str::to_owned)),
            fault,
            page,
        })
    }

    /// Returns the error message of one form.
    fn fault_of(&self, source: &str) -> Option<&str> {
        self.fault.as_ref().filter(|(of, _)| *of == source).map(|(_, fault)| fault.as_str())
    }
}

impl Reported {
    fn new(page: Page, source: Source, upload: &Upload, report: ImportReport) -> Self {
        let count = |what: &What| {
            let count = report.count(*what);
            let key = format!("import-count-{}", what.key());
            (count > 0).then(|| page.t_args(&key, &[("count", Arg::from(count))]))
        };
        let typed = ["asset", "kind", "from"].iter().filter_map(|name| {
            upload.form.find(name).map(|value| ((*name).to_owned(), value.to_owned()))
        });
        Self {
            counts: What::ALL.iter().filter_map(count).collect(),
            typed: typed.collect(),
            kept: upload.kept(),
            kept_field: KEPT_FIELD,
            many: source == Source::Legacy,
            source: source.key(),
            report,
            page,
        }
    }

    /// Returns details that identify a record; they may contain amounts.
    fn detail(&self, line: &MadeView) -> String {
        let amounts = matches!(line.what, What::Holding | What::RecordedDay);
        if self.page.hides_amounts && amounts {
            return HIDDEN.to_owned();
        }
        let pieces = line.detail.split(" · ").map(|piece| self.piece(line.what, piece));
        pieces.collect::<Vec<_>>().join(" · ")
    }

    /// Formats a detail as a translated word, day, amount or number, or returns it as it is.
    fn piece(&self, what: What, piece: &str) -> String {
        let list = if what == What::Account { "wrapper" } else { "kind" };
        let (key, name) = (format!("{list}-{piece}"), self.page.name_of(list, piece));
        if matches!(what, What::Account | What::Asset) && name != key {
            return name;
        }
        if let Ok(day) = piece.parse::<Date>() {
            return self.page.day(&day);
        }
        if let Some((amount, currency)) = piece.split_once(' ')
            && let (Ok(amount), Ok(currency)) = (amount.parse(), currency.parse())
        {
            return self.page.price(&amount, &currency);
        }
        match piece.strip_prefix("× ").unwrap_or(piece).parse() {
            Ok(number) => number::exact(number, self.page.lang),
            Err(_) => piece.to_owned(),
        }
    }

    /// Describes why a line is not imported as it is.
    fn why(&self, problem: &ProblemView) -> String {
        let key = format!("import-why-{}", problem.reason);
        let sentence = self.page.t(&key);
        if sentence == key { problem.sentence.clone() } else { sentence }
    }
}
