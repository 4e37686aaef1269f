//! Runs `pecule backup`. While a server runs, the backup is made by the server on request.

use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use pecule_app::App;
use pecule_app::backup::job_requests::{Answer, PATIENCE};
use pecule_app::backup::make::BackupView;
use pecule_app::backup::status::Proof;
use pecule_app::installation::open::DataLocation;
use serde::Serialize;

use crate::cli::backup::Backup;
use crate::error::{Failure, Outcome};
use crate::table::{TableWriter, or_nothing};
use crate::{config, output};

/// The interval between two looks at the server's answer.
const PAUSE: Duration = Duration::from_millis(250);

pub(crate) fn run(place: &DataLocation, asked: &Backup) -> Outcome {
    match asked {
        Backup::Books(asked) => crate::commands::backup::restore_books::run(place, asked),
        Backup::Target(asked) => crate::commands::backup::targets::run(place, asked),
        Backup::Now { to, json } => now(&place.open(config::clock())?, to.as_deref(), *json),
        Backup::List { json } => list(&place.open(config::clock())?, *json),
    }
}

fn now(app: &App, to: Option<&Path>, json: bool) -> Outcome {
    let made = if app.is_served() {
        let request = app.request_backup(to)?;
        wait(app, || app.asked_backup(request))?
    } else {
        let made = app.back_up(to)?;
        app.run_uploads()?;
        made
    };
    if json {
        return output::json(&made);
    }
    let path = made.path().unwrap_or_default();
    output::say(&path.display().to_string());
    Ok(())
}

/// Waits up to 10 minutes for the server's answer, and shows the progress.
#[expect(clippy::disallowed_methods, reason = "another process is waited for")]
pub(crate) fn wait<T>(app: &App, ask: impl Fn() -> pecule_app::Result<Answer<T>>) -> Outcome<T> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:10} {bar:30} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    let rounds = PATIENCE.unsigned_abs().as_millis() / PAUSE.as_millis().max(1);
    for _round in 0..rounds {
        match ask()? {
            Answer::Done(done) => {
                bar.finish_and_clear();
                return Ok(done);
            }
            Answer::Refused(why) => {
                bar.finish_and_clear();
                return Err(Failure::said(why, "The server refused; nothing was changed."));
            }
            Answer::Waiting => {}
        }
        if let Some(progress) = app.backup_progress()? {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
            bar.set_message(progress.phase);
        }
        std::thread::sleep(PAUSE);
    }
    bar.finish_and_clear();
    Err(Failure::said(
        "the server did not answer within 10 minutes",
        "Look at the server's log, then try again: the server may still finish the job.",
    ))
}

/// The list of backups, with the state of the last drill.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    backups: output::List<BackupView>,
    proof: Proof,
}

fn list(app: &App, json: bool) -> Outcome {
    // The list must work on a read-only disk. Interrupted backups are resumed by a later run.
    let _later = app.resume_interrupted_backups();
    let (backups, proof) = (app.backups()?, app.backup_proof()?);
    if json {
        return output::json(&Listed { backups: output::List::whole(backups), proof });
    }
    let mut sheet =
        TableWriter::new(&["Made (UTC)", "File", ">Bytes", "State", "Proven (UTC)", "Folder"]);
    let failed: Vec<String> = backups.iter().filter_map(why_failed).collect();
    for line in backups {
        let state = state(&line);
        sheet.row([
            line.made_at.strftime("%F %T").to_string(),
            or_nothing(line.name),
            or_nothing(line.bytes),
            state,
            or_nothing(line.proven_at.map(|at| at.strftime("%F %T"))),
            line.folder.display().to_string(),
        ]);
    }
    sheet.print();
    for why in &failed {
        output::say(why);
    }
    if proof == Proof::Late {
        output::say(&format!("RED: {proof}. Verify the newest backup: pecule drill"));
    } else {
        output::say(&format!("{proof}."));
    }
    Ok(())
}

fn state(line: &BackupView) -> String {
    if line.name.is_some() && !line.present {
        return format!("{}, not there", line.state);
    }
    line.state.clone()
}

/// Formats the error of a failed backup, which is too long for a column.
fn why_failed(line: &BackupView) -> Option<String> {
    let at = line.made_at.strftime("%F %T");
    (!line.error.is_empty()).then(|| format!("{at} failed: {}", output::plain(&line.error)))
}
