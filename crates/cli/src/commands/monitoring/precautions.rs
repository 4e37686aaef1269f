//! Runs `pecule precautions`: lists and updates the precautions that only people can take.

use pecule_app::Admin;
use pecule_app::config::data_location::DataLocation;

use crate::cli::notifications::Precautions;
use crate::commands::people::members::running;
use crate::error::Outcome;
use crate::output;
use crate::table::{TableWriter, or_nothing};

pub(crate) fn run(place: &DataLocation, asked: &Precautions) -> Outcome {
    match asked {
        Precautions::List { who, json } => running(place, who, |admin| list(admin, *json)),
        Precautions::Done(one) => running(place, &one.who, |admin| {
            admin.complete_precaution(&one.precaution)?;
            tell(admin, &one.precaution)
        }),
        Precautions::Reopen(one) => running(place, &one.who, |admin| {
            admin.reopen_precaution(&one.precaution)?;
            tell(admin, &one.precaution)
        }),
        Precautions::Remind { one, on } => running(place, &one.who, |admin| {
            admin.remind_of_precaution(&one.precaution, *on)?;
            tell(admin, &one.precaution)
        }),
    }
}

fn list(admin: Admin<'_>, json: bool) -> Outcome {
    let lines = admin.precautions()?;
    if json {
        return output::json(&output::List::whole(lines));
    }
    let mut sheet = TableWriter::new(&["Precaution", "What", "Done on", "Reminder", "Due"]);
    for line in lines {
        sheet.row([
            line.precaution.key().to_owned(),
            line.precaution.to_string(),
            or_nothing(line.done_on),
            or_nothing(line.remind_on),
            if line.due { "yes" } else { "" }.to_owned(),
        ]);
    }
    sheet.print();
    Ok(())
}

/// Prints the state of one precaution.
fn tell(admin: Admin<'_>, key: &str) -> Outcome {
    for line in admin.precautions()?.iter().filter(|line| line.precaution.key() == key) {
        let (done, remind) = (or_nothing(line.done_on), or_nothing(line.remind_on));
        output::say(&format!("{key}: done on {done}, reminder on {remind}"));
    }
    Ok(())
}
