//! Runs `pecule changes list` and `pecule changes undo`.

use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::operations::OperationView;

use crate::cli::{ChangeList, Changes, Undo};
use crate::commands::shared::at_work;
use crate::error::{Failure, Outcome};
use crate::output;
use crate::table::TableWriter;

/// The number of recent changes that are searched for one that can be undone.
const FAR: u32 = 200;

pub(crate) fn run(place: &DataLocation, asked: &Changes) -> Outcome {
    match asked {
        Changes::List(asked) => list(place, asked),
        Changes::Undo(asked) => undo(place, asked),
    }
}

fn list(place: &DataLocation, asked: &ChangeList) -> Outcome {
    at_work(place, &asked.look.at, |member| {
        let operations = member.operations(asked.limit)?;
        if asked.look.json {
            return output::json(&output::List::whole(operations));
        }
        let mut sheet =
            TableWriter::new(&["Operation", "When (UTC)", "What", "Name", ">Records", "State"]);
        for line in operations {
            let state = state(&line).to_owned();
            sheet.row([
                line.id.to_string(),
                line.at.strftime("%F %T").to_string(),
                line.kind,
                line.name,
                line.rows.to_string(),
                state,
            ]);
        }
        sheet.print();
        Ok(())
    })
}

fn state(line: &OperationView) -> &'static str {
    match (line.undone, line.can_be_undone) {
        (true, _) => "undone",
        (false, true) => "",
        (false, false) => "kept for good",
    }
}

fn undo(place: &DataLocation, asked: &Undo) -> Outcome {
    at_work(place, &asked.at, |member| {
        let target = match &asked.operation {
            Some(named) => named
                .parse()
                .map_err(|_bad| Failure::Usage(format!("{named} is not the ID of an operation")))?,
            None => member
                .operations(FAR)?
                .into_iter()
                .find(|line| line.can_be_undone && !line.is_undo)
                .map(|line| line.id)
                .ok_or_else(|| Failure::said("no change can be undone", "Nothing was changed."))?,
        };
        // The named change may be in other books than those that new changes go into.
        let done = member.person().member_holding(&[target.uuid()])?.undo(target)?;
        output::say(&format!("Undone: {target} {} ({} records)", done.name, done.rows));
        Ok(())
    })
}
