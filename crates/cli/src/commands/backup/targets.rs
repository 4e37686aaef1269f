//! Runs `pecule backup target`, for administrators.

use pecule_app::Admin;
use pecule_app::backup::targets::{TargetInput, TargetState, TargetView};
use pecule_app::config::data_location::DataLocation;

use crate::cli::backup_targets::{AddTarget, BackupTarget, OneTarget};
use crate::commands::people::members::running;
use crate::error::{Failure, Outcome};
use crate::table::{TableWriter, or_nothing};
use crate::{files, output};

pub(crate) fn run(place: &DataLocation, asked: &BackupTarget) -> Outcome {
    match asked {
        BackupTarget::List { who, json } => running(place, who, |admin| list(admin, *json)),
        BackupTarget::Add(asked) => running(place, &asked.who, |admin| {
            let line = admin.add_target(&described(asked)?)?;
            output::say(&format!(
                "{}: {}",
                output::plain(&line.name),
                output::plain(&line.whereabouts)
            ));
            tell(&line)
        }),
        BackupTarget::Test(asked) => {
            running(place, &asked.who, |admin| tell(&admin.test_target(found(admin, asked)?.id)?))
        }
        BackupTarget::Remove(asked) => running(place, &asked.who, |admin| {
            let line = found(admin, asked)?;
            admin.remove_target(line.id)?;
            output::say(&format!(
                "{} was removed; its files were not deleted.",
                output::plain(&line.name)
            ));
            Ok(())
        }),
    }
}

fn list(admin: Admin<'_>, json: bool) -> Outcome {
    let lines = admin.targets()?;
    if json {
        return output::json(&output::List::whole(lines));
    }
    let mut sheet =
        TableWriter::new(&["Name", "Where", "State", "Elsewhere", ">Copies", "Last success (UTC)"]);
    for line in lines {
        sheet.row([
            line.name,
            line.whereabouts,
            line.failure_sentence.unwrap_or_else(|| line.state.to_string()),
            if line.elsewhere { "yes" } else { "no" }.to_owned(),
            line.copies.to_string(),
            or_nothing(line.succeeded_at.map(|at| at.strftime("%F %T"))),
        ]);
    }
    sheet.print();
    Ok(())
}

/// Finds a target by name or ID.
fn found(admin: Admin<'_>, asked: &OneTarget) -> Outcome<TargetView> {
    let fits = |line: &TargetView| line.name == asked.target || line.id.to_string() == asked.target;
    admin.targets()?.into_iter().find(fits).ok_or_else(|| {
        let name = output::plain(&asked.target);
        Failure::said(
            format!("no backup target is called {name}"),
            "See: pecule backup target list",
        )
    })
}

fn described(asked: &AddTarget) -> Outcome<TargetInput> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let secret = match &asked.secret_file {
        Some(file) => files::password(file)?,
        None => zeroize::Zeroizing::default(),
    };
    let kind = match (&asked.s3, &asked.webdav) {
        (Some(_), _) => "s3",
        (None, Some(_)) => "webdav",
        (None, None) => "folder",
    };
    let folder = asked.folder.as_deref().map(std::path::absolute).transpose();
    let folder = folder.map_err(|error| Failure::Usage(format!("--folder: {error}")))?;
    Ok(TargetInput {
        name: asked.called.clone(),
        kind: kind.to_owned(),
        path: folder.map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default(),
        address: text(if kind == "s3" { &asked.s3 } else { &asked.webdav }),
        bucket: text(&asked.bucket),
        region: text(&asked.region),
        prefix: text(&asked.prefix),
        user: text(&asked.user),
        secret,
        absent_days: asked.absent_days,
    })
}

/// Prints the result of a test, or returns it as an error.
fn tell(line: &TargetView) -> Outcome {
    if line.state == TargetState::Retired {
        return Err(Failure::said(
            line.state.to_string(),
            "Enter the credentials again on the page of the target.",
        ));
    }
    if let Some(sentence) = &line.failure_sentence {
        return Err(Failure::said(
            sentence.clone(),
            "The target is kept; to test again: pecule backup target test",
        ));
    }
    output::say("A few bytes were written, read back, compared and deleted: the target works.");
    if !line.elsewhere {
        output::say(
            "The target is on this machine or this disk, and does not count as an offsite copy.",
        );
    }
    Ok(())
}
