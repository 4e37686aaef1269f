//! Runs `pecule backup`. While a server runs, the backup is made by the server on request.

use std::path::Path;

use pecule_app::app::App;
use pecule_app::backup::backup_view::BackupView;
use pecule_app::backup::status::Proof;
use pecule_app::config::data_location::DataLocation;
use serde::Serialize;

use crate::cli::backup::Backup;
use crate::commands::shared::wait;
use crate::error::Outcome;
use crate::table::{TableWriter, or_nothing};
use crate::{config, output};

pub(crate) fn run(place: &DataLocation, asked: &Backup) -> Outcome {
    match asked {
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
