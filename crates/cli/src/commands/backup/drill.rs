//! Runs `pecule drill`: verifies a backup by restoring it, without changing any data.

use pecule_app::backup::drill::DrillOrder;
use pecule_app::backup::drill_report::DrillReport;
use pecule_app::config::data_location::DataLocation;

use crate::cli::backup::Drill;
use crate::commands::shared::text_of;
use crate::commands::shared::wait;
use crate::error::{Failure, Outcome};
use crate::table::TableWriter;
use crate::{config, output};

pub(crate) fn run(place: &DataLocation, asked: &Drill) -> Outcome {
    let app = place.open(config::clock())?;
    let found = match &asked.kit {
        // The kit must not reach the server: this process opens the backup itself.
        Some(kit) => {
            let kit = Some(pecule_app::backup::restore::read_kit(&text_of(kit)?)?);
            app.drill(&DrillOrder { file: asked.file.clone(), kit })?
        }
        None if app.is_served() => {
            let request = app.request_drill(asked.file.as_deref())?;
            wait(&app, || app.asked_drill(request))?
        }
        None => app.drill(&DrillOrder { file: asked.file.clone(), kit: None })?,
    };
    if asked.json {
        output::json(&found)?;
    } else {
        print(&found);
    }
    if found.proven {
        return Ok(());
    }
    let problem = found.problem.unwrap_or_default();
    Err(Failure::said(format!("{} is not proven: {problem}", found.backup), ADVICE))
}

fn print(found: &DrillReport) {
    let mut sheet = TableWriter::new(&["File", "How", ">Bytes"]);
    for file in &found.files {
        let how = serde_json::to_value(file.method).unwrap_or_default();
        let how = how.as_str().unwrap_or_default().to_owned();
        sheet.row([file.name.clone(), how, file.bytes.to_string()]);
    }
    if !found.files.is_empty() {
        sheet.print();
    }
    if found.proven {
        let at = found.at.strftime("%F %T");
        output::say(&format!(
            "{} is proven: it restores (UTC {at}, {} s).",
            found.backup, found.seconds
        ));
    }
}

/// The advice for a backup that failed its drill.
const ADVICE: &str =
    "No data was changed. Make another backup, then verify that one with: pecule drill";
