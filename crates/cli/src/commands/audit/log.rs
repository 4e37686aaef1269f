//! Runs `pecule audit`: lists and verifies audit logs.
//!
//! `verify` exits with 0 when the chain is intact, with 3 when it is broken (the entry is on the standard
//! output), with 1 when the check could not run.

use std::fs;
use std::io::Write as _;

use pecule_app::Person;
use pecule_app::app::App;
use pecule_app::audit::anchors::{Anchor, parse_anchors};
use pecule_app::audit::log::{JournalFilter, JournalPage};
use pecule_app::audit::verify::JournalCheck;
use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::operations::OperationView;
use serde::Serialize;

use crate::cli::audit::{Archive, Audit, List, LogArgs, RestartChain, Verify};
use crate::error::{Failure, Outcome};
use crate::table::{TableWriter, or_nothing};
use crate::{ask, config, output};

/// The exit code when a chain is broken.
const BROKEN: u8 = 3;

pub(crate) fn run(place: &DataLocation, asked: &Audit) -> Outcome {
    match asked {
        Audit::List(asked) => list(place, asked),
        Audit::Verify(asked) => verify(place, asked),
        Audit::RestartChain(asked) => resume(place, asked),
        Audit::Archive(asked) => sealed(place, asked),
    }
}

/// A page of a list in the JSON shape of the API.
#[derive(Serialize)]
struct Shown<T> {
    items: Vec<T>,
    next: Option<i64>,
}

/// Opens the installation, signs in the person of `--as` if any, runs the work and closes all books.
fn with<T>(
    place: &DataLocation,
    who: &LogArgs,
    work: impl FnOnce(&App, Option<&Person>) -> Outcome<T>,
) -> Outcome<T> {
    let app = place.open(config::clock())?;
    let done = match &who.name {
        None => work(&app, None),
        Some(name) => {
            let password = ask::password(who.password_file.as_deref())?;
            let person = app.guest().verify_password(name, &password)?;
            work(&app, Some(&person))
        }
    };
    let settled = app.settle_all();
    let answer = done?;
    settled?;
    Ok(answer)
}

fn list(place: &DataLocation, asked: &List) -> Outcome {
    with(place, &asked.who, |app, person| {
        let filter = filter(app, asked)?;
        match person {
            None => print_household(app.household_audit_log(&filter)?, asked.who.json),
            Some(person) => {
                let (items, more) = person.member()?.search_operations(&filter)?;
                let next = items.last().filter(|_| more).map(|last| last.seq);
                print_books(Shown { items, next }, asked.who.json)
            }
        }
    })
}

fn filter(app: &App, asked: &List) -> Outcome<JournalFilter> {
    let unknown = |what: &str| Failure::Usage(format!("{what} is not the ID of a session"));
    let session = asked.session.as_deref();
    let session = session.map(|text| text.parse().map_err(|_bad| unknown(text))).transpose()?;
    let person = match asked.person.as_deref() {
        None => None,
        Some(name) => Some(app.person_called(name)?.ok_or_else(|| {
            Failure::said(
                format!("no person of this household is called {}", output::plain(name)),
                "",
            )
        })?),
    };
    Ok(JournalFilter {
        person,
        kind: asked.kind.clone(),
        from: asked.from,
        until: asked.until,
        session,
        before: asked.before,
        limit: Some(asked.limit),
    })
}

fn print_household(page: JournalPage, json: bool) -> Outcome {
    if json {
        return output::json(&page);
    }
    let mut sheet = TableWriter::new(&[
        ">Entry",
        "When (UTC)",
        "Who",
        "Action",
        "Object",
        "Outcome",
        "Details",
    ]);
    for line in page.items {
        let object = if line.object_name.is_empty() { line.object } else { line.object_name };
        sheet.row([
            line.seq.to_string(),
            line.at.strftime("%F %T").to_string(),
            line.person_name,
            line.action,
            object,
            line.outcome,
            if line.details.as_object().is_none_or(serde_json::Map::is_empty) {
                String::new()
            } else {
                line.details.to_string()
            },
        ]);
    }
    sheet.print();
    Ok(())
}

fn print_books(page: Shown<OperationView>, json: bool) -> Outcome {
    if json {
        return output::json(&page);
    }
    let mut sheet = TableWriter::new(&[">Entry", "When (UTC)", "What", "Name", ">Records"]);
    for line in page.items {
        sheet.row([
            line.seq.to_string(),
            line.at.strftime("%F %T").to_string(),
            line.kind,
            line.name,
            line.rows.to_string(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn verify(place: &DataLocation, asked: &Verify) -> Outcome {
    let anchors = match &asked.anchor {
        None => Vec::new(),
        Some(file) => anchors(file)?,
    };
    let checks = with(place, &asked.who, |app, person| {
        Ok(match person {
            None => vec![app.verify_household_audit_log(&anchors)?],
            Some(person) => person.verify_books_audit_logs(&anchors)?,
        })
    })?;
    let whole = checks.iter().all(|check| check.whole);
    print_checks(checks, asked.who.json)?;
    if whole { Ok(()) } else { Err(Failure::Told(BROKEN)) }
}

/// Prints a single check as an object, several as a list.
fn print_checks(checks: Vec<JournalCheck>, json: bool) -> Outcome {
    match (json, checks.as_slice()) {
        (true, [only]) => output::json(only)?,
        (true, _) => output::json(&output::List::whole(checks))?,
        (false, all) => all.iter().for_each(say),
    }
    Ok(())
}

fn resume(place: &DataLocation, asked: &RestartChain) -> Outcome {
    let anchors = match &asked.anchor {
        None => Vec::new(),
        Some(file) => anchors(file)?,
    };
    let checks = with(place, &asked.who, |app, person| {
        Ok(match person {
            None => vec![app.restart_household_audit_chain(&anchors)?],
            Some(person) => person.restart_books_audit_chains()?,
        })
    })?;
    print_checks(checks, asked.who.json)
}

fn sealed(place: &DataLocation, asked: &Archive) -> Outcome {
    let app = place.open(config::clock())?;
    if let (Some(first), Some(file)) = (asked.first, &asked.out) {
        let packed = app.audit_segment(first)?;
        let written = fs::File::create_new(file).and_then(|mut file| file.write_all(&packed));
        return written.map_err(|error| {
            Failure::said(format!("{}: {error}", file.display()), "Nothing was overwritten.")
        });
    }
    let segments = app.audit_segments()?;
    if asked.json {
        return output::json(&output::List::whole(segments));
    }
    let mut sheet =
        TableWriter::new(&[">First", ">Last", "From (UTC)", "Until (UTC)", "Sealed", "Removed"]);
    for line in segments {
        let day = |at: jiff::Timestamp| at.strftime("%F").to_string();
        sheet.row([
            line.first.to_string(),
            line.last.to_string(),
            day(line.from),
            day(line.until),
            day(line.sealed_at),
            line.removed_at.map(day).unwrap_or_default(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn anchors(file: &std::path::Path) -> Outcome<Vec<Anchor>> {
    let bytes = fs::read(file).map_err(|error| {
        Failure::said(format!("{}: {error}", file.display()), "Nothing was checked.")
    })?;
    Ok(parse_anchors(&bytes)?)
}

fn say(check: &JournalCheck) {
    output::say(&format!("journal: {}", check.file));
    output::say(&format!("entries: {}", check.entries));
    output::say(&format!("from: {}", or_nothing(check.from)));
    output::say(&format!("until: {}", or_nothing(check.until)));
    output::say(&format!("head: {}", check.mac));
    if check.segments > 0 {
        output::say(&format!(
            "sealed months: {}, removed: {}",
            check.segments, check.segments_removed
        ));
    }
    if let Some(first) = check.anew {
        output::say(&format!("begun anew at: entry {first}, after a break that was taken note of"));
    }
    output::say(&match check.anchored_to {
        0 => "anchored to: nothing (a tail that was cut would not show)".to_owned(),
        seq => format!("anchored to: entry {seq}"),
    });
    match &check.broken {
        None => output::say("whole"),
        Some(broken) => output::say(&format!("broken at entry {}: {}", broken.seq, broken.how)),
    }
}
