//! Shows the backups with their verification and location, and starts backup jobs.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Time;
use pecule_app::backup::backup_view::BackupView;
use pecule_app::backup::drill_report::DrillReport;
use pecule_app::backup::jobs::CurrentJob;
use pecule_app::backup::status::{BackupOverview, BackupStatus, BackupWithCopies, Proof};
use pecule_app::backup::targets::TargetView;
use pecule_app::backup::verify::VerifiedHow;
use pecule_app::{Admin, Error};
use pecule_domain::id::BackupId;

use crate::pages::backup::targets::kinds;
use crate::request::outcome::FormOutcome;
use crate::request::visit::SignedIn;
use crate::text::i18n::Arg;
use crate::view::field::Choice;
use crate::view::page::Page;

/// Backups shown before "show all".
const SHOWN: usize = 12;
/// Digits of a digest shown.
const DIGITS: usize = 12;

#[derive(Template)]
#[template(path = "backup/show.html")]
struct BackupsPage {
    page: Page,
    seen: BackupOverview,
}

#[derive(Template)]
#[template(path = "backup/_work.html")]
struct ShowWork {
    page: Page,
    work: CurrentJob,
    /// Whether a job has just finished, so that the page suggests a reload.
    again: bool,
    targets: Vec<TargetView>,
}

impl BackupsPage {
    fn status(&self) -> &BackupStatus {
        &self.seen.status
    }

    /// Returns the state of the verification, for the style sheet.
    fn state(&self) -> &'static str {
        match self.seen.status.proof {
            Proof::Proven => "",
            Proof::Unsettled | Proof::Young => "late",
            Proof::Late | Proof::None => "failed",
        }
    }

    /// Returns the newest drill report with its backup.
    fn certificate(&self) -> Option<(&BackupWithCopies, &DrillReport)> {
        let lines = self.seen.backups.iter();
        lines
            .filter_map(|kept| kept.backup.certificate.as_ref().map(|found| (kept, found)))
            .max_by_key(|(_, found)| found.at)
    }

    fn files(&self, found: &DrillReport) -> String {
        let all = count(found.files.len());
        let known = found.files.iter().filter(|file| file.method != VerifiedHow::Unsettled);
        let known = count(known.count());
        self.page.t_args("backups-files-of", &[("known", known.into()), ("all", all.into())])
    }

    fn recomputed(&self, found: &DrillReport) -> String {
        let of = |method| count(found.files.iter().filter(|file| file.method == method).count());
        let values = [
            ("recomputed", of(VerifiedHow::Recomputed).into()),
            ("equal", of(VerifiedHow::EqualsCheckedCopy).into()),
        ];
        self.page.t_args("backups-methods", &values)
    }

    fn took(&self, found: &DrillReport, line: &BackupView) -> String {
        let size = line.bytes.map_or_else(|| "–".to_owned(), |bytes| self.page.size(bytes));
        self.page.t_args(
            "backups-took-value",
            &[("seconds", found.seconds.into()), ("size", size.into())],
        )
    }

    fn size(&self, line: &BackupView) -> String {
        line.bytes.map_or_else(|| "–".to_owned(), |bytes| self.page.size(bytes))
    }

    /// Describes the locations of a backup in one line.
    fn places(&self, kept: &BackupWithCopies) -> String {
        let here = kept.backup.present.then(|| self.page.t("backups-here"));
        let all: Vec<String> = here.into_iter().chain(kept.places.iter().cloned()).collect();
        if all.is_empty() { self.page.t("backups-nowhere") } else { all.join(", ") }
    }

    fn rhythm(&self) -> String {
        let schedule = &self.seen.schedule;
        let key = if schedule.automatic { "backups-rhythm" } else { "schedule-automatic-no" };
        let values: [(&str, Arg); 2] =
            [("days", i64::from(schedule.every_days).into()), ("at", clock(schedule.at).into())];
        self.page.t_args(key, &values)
    }

    fn shown(&self) -> impl Iterator<Item = &BackupWithCopies> {
        self.seen.backups.iter().take(SHOWN)
    }

    fn rest(&self) -> impl Iterator<Item = &BackupWithCopies> {
        self.seen.backups.iter().skip(SHOWN)
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.page)
    }

    fn work(&self) -> ShowWork {
        work(self.page.clone(), &self.seen, false)
    }
}

// Safe because the template of `ShowWork` escapes its values.
impl askama::filters::HtmlSafe for ShowWork {}

impl ShowWork {
    /// Returns the running steps: label, progress, total.
    fn rows(&self) -> Vec<(String, u64, u64)> {
        let made = self.work.progress.iter().map(|progress| {
            let key = format!("backups-{}-{}", progress.task, progress.phase);
            (self.page.t(&key), progress.done, progress.total)
        });
        let carried = self.work.carrying.iter().map(|line| {
            let name = self.targets.iter().find(|target| target.id == line.target);
            let name = name.map(|target| target.name.as_str()).unwrap_or_default();
            (self.page.t_with("backups-carrying", "name", name), line.done, line.total)
        });
        made.chain(carried).collect()
    }
}

fn work(page: Page, seen: &BackupOverview, again: bool) -> ShowWork {
    ShowWork { page, work: seen.work.clone(), again, targets: seen.targets.clone() }
}

/// Returns the first digits of a backup's digest, in groups for comparison.
fn digest(line: &BackupView) -> String {
    let digits = line.sha256.as_deref().unwrap_or_default().to_uppercase();
    let digits: Vec<char> = digits.chars().take(DIGITS).collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("·")
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Formats a time of day.
pub(crate) fn clock(at: Time) -> String {
    at.strftime("%H:%M").to_string()
}

/// Shows the page.
pub async fn show(visit: SignedIn) -> Response {
    let work = move |admin: Admin<'_>, page: Page| {
        FormOutcome::part(&BackupsPage { page, seen: admin.backup_overview()? })
    };
    visit.administer("backups-title", work).await
}

/// Returns the progress of the current job, polled by the page.
pub async fn under_way(visit: SignedIn) -> Response {
    let work = move |admin: Admin<'_>, page: Page| {
        let seen = admin.backup_overview()?;
        FormOutcome::part(&work(page, &seen, true))
    };
    visit.administer("backups-title", work).await
}

/// Requests a backup.
pub async fn start_backup(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, _page: Page| {
        admin.request_backup()?;
        Ok(FormOutcome::Go("/household/backups".to_owned()))
    };
    visit.administer("backups-title", work).await
}

/// Requests a drill.
pub async fn start_drill(visit: SignedIn) -> Response {
    let work = |admin: Admin<'_>, _page: Page| {
        admin.request_drill()?;
        Ok(FormOutcome::Go("/household/backups".to_owned()))
    };
    visit.administer("backups-title", work).await
}

/// Downloads the sealed file of a backup.
pub async fn download(visit: SignedIn, Path(id): Path<String>) -> Response {
    let work = move |admin: Admin<'_>| {
        admin.download_backup(id.parse::<BackupId>().map_err(|_bad| Error::NotFound)?)
    };
    crate::pages::backup::download::hand_over(visit, work).await
}
