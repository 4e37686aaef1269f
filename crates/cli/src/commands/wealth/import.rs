//! Runs `pecule import`. An import succeeds or fails as a whole, and is undone as one operation.

use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::civil::Date;
use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::import::report::ImportReport;
use pecule_app::{LegacyFiles, Member};

use crate::cli::{Import, ImportArgs};
use crate::commands::shared::at_work;
use crate::error::{Failure, Outcome};
use crate::table::TableWriter;
use crate::{files, output};

/// The maximum number of printed lines; JSON has all of them.
const SHOWN: usize = 40;

pub(crate) fn run(place: &DataLocation, asked: &Import) -> Outcome {
    let manner = match asked {
        Import::Legacy { manner, .. }
        | Import::FundHoldings { manner, .. }
        | Import::ExchangeRates { manner, .. }
        | Import::Prices { manner, .. } => manner,
    };
    let report = at_work(place, &manner.at, |member| {
        let busy = spinner();
        let report = match asked {
            Import::Legacy { dir, manner } => legacy(member, dir, manner),
            Import::FundHoldings { file, asset, from, manner } => {
                composition(member, file, (asset, *from), manner)
            }
            Import::ExchangeRates { file, manner } => {
                let bytes = files::content(file)?;
                Ok(member.import_exchange_rates(&name(file), &bytes, manner.dry_run)?)
            }
            Import::Prices { file, manner } => {
                let bytes = files::content(file)?;
                Ok(member.import_prices(&name(file), &bytes, manner.dry_run)?)
            }
        };
        busy.finish_and_clear();
        report
    })?;
    if manner.json {
        return output::json(&report);
    }
    print(&report);
    Ok(())
}

fn legacy(member: &Member<'_>, dir: &Path, manner: &ImportArgs) -> Outcome<ImportReport> {
    let find = |name: &str| files::find_content(&dir.join(name));
    let (banks, accounts) = (find("banks.json")?, find("accounts.json")?);
    let (assets, history) = (find("assets.json")?, find("history.json")?);
    if [&banks, &accounts, &assets, &history].iter().all(|file| file.is_none()) {
        return Err(Failure::said(
            format!(
                "{}: no banks.json, accounts.json, assets.json or history.json in this folder",
                dir.display()
            ),
            "Nothing was changed. Name the folder with these files.",
        ));
    }
    let files = LegacyFiles {
        banks: banks.as_deref(),
        accounts: accounts.as_deref(),
        assets: assets.as_deref(),
        history: history.as_deref(),
    };
    Ok(member.import_legacy(&files, manner.dry_run)?)
}

fn composition(
    member: &Member<'_>,
    file: &Path,
    (asset, from): (&str, Option<Date>),
    manner: &ImportArgs,
) -> Outcome<ImportReport> {
    let asset = member.asset_named(asset)?;
    let bytes = files::content(file)?;
    Ok(member.import_composition(asset, &name(file), &bytes, from, manner.dry_run)?)
}

/// Returns the file name without its folder, as the import records it.
fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Shows a spinner on a terminal, and nothing elsewhere.
fn spinner() -> ProgressBar {
    let busy = ProgressBar::new_spinner().with_message("Reading");
    busy.enable_steady_tick(Duration::from_millis(100));
    busy
}

fn print(report: &ImportReport) {
    if !report.made.is_empty() {
        let mut sheet =
            TableWriter::new(&[if report.dry_run { "Would be made" } else { "Made" }, "Name", ""]);
        for line in report.made.iter().take(SHOWN) {
            sheet.row([line.what.to_string(), line.name.clone(), line.detail.clone()]);
        }
        sheet.print();
        if report.made.len() > SHOWN {
            output::say(&format!(
                "… and {} more; --json lists them all.",
                report.made.len() - SHOWN
            ));
        }
    }
    if !report.problems.is_empty() {
        output::say("Not imported as written:");
    }
    for problem in &report.problems {
        let line = problem.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        let what = output::plain(&problem.what);
        output::say(&format!("- {line}{what}: {}", problem.sentence));
    }
    let counts: Vec<String> =
        report.counts.iter().map(|(what, count)| format!("{count} × {what}")).collect();
    let counts = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
    match (report.dry_run, &report.operation) {
        (true, _) => output::say(&format!("Would be made: {counts}. Nothing was changed.")),
        (false, Some(operation)) => {
            output::say(&format!("Made: {counts}. To undo: pecule changes undo {operation}"));
        }
        (false, None) => output::say("No new records: nothing was changed."),
    }
}
