//! Runs `pecule restore-books`: compares books with a backup, and restores all or selected records.

use std::fmt::Display;

use pecule_app::actors::books_filter::BooksChoice;
use pecule_app::backup::restore::read_kit;
use pecule_app::backup::restore_books::compare::Comparison;
use pecule_app::backup::restore_books::{RestoreSource, wanted};
use pecule_app::config::data_location::DataLocation;
use pecule_app::{Error, Person};

use crate::cli::backup::RestoreBooks;
use crate::commands::auth::tokens::with;
use crate::commands::books::manage::which;
use crate::commands::shared::text_of;
use crate::error::{Failure, Outcome};
use crate::output;
use crate::table::{TableWriter, amount};

pub(crate) fn run(place: &DataLocation, asked: &RestoreBooks) -> Outcome {
    with(place, &asked.who, |person| compare(person, asked))
}

fn compare(person: &Person, asked: &RestoreBooks) -> Outcome {
    let books = mine(person, asked.books.as_deref())?.id;
    let kit = asked.kit.as_deref().map(text_of).transpose()?;
    let kit = kit.map(|text| read_kit(&text)).transpose()?;
    let from = RestoreSource { file: asked.file.clone(), kit };
    let (compared, done) = if asked.restore_all {
        (person.replace_books(books, &from)?, "All records were restored")
    } else if asked.restore.is_empty() {
        (person.compare_with_backup(books, &from)?, "")
    } else {
        let lines = wanted(asked.restore.iter().map(String::as_str))?;
        (person.restore_records(books, &from, &lines)?, "The selected records were restored")
    };
    if asked.json {
        return output::json(&compared);
    }
    if done.is_empty() {
        print(&compared);
    } else if compared.damaged {
        output::say(
            "The damaged file was set aside in the same folder (`.damaged-…`) and replaced by the file of the backup.",
        );
    } else {
        output::say(&format!(
            "{done}, as one change that `pecule changes undo` reverts. A backup of the state before was made."
        ));
    }
    Ok(())
}

/// Finds the named books, else the only books that the person owns.
fn mine(person: &Person, named: Option<&str>) -> Outcome<BooksChoice> {
    if let Some(named) = named {
        return which(person, named);
    }
    let mut owned = person.shelves_by_title()?.into_iter().filter(|line| line.own);
    match (owned.next(), owned.next()) {
        (Some(line), None) => Ok(line),
        (None, _) => Err(Error::NotFound.into()),
        (Some(_), Some(_)) => Err(Failure::said(
            "you own several books",
            "Nothing was changed. Name one with --books; `pecule books list` shows them.",
        )),
    }
}

fn print(compared: &Comparison) {
    let (then, now) =
        (format!(">Then, {}", compared.currency), format!(">Now, {}", compared.currency));
    let mut sheet = TableWriter::new(&["Total on", &then, &now]);
    for day in &compared.days {
        let now = (!compared.damaged).then_some(day.now);
        sheet.row([day.on.to_string(), money(Some(day.then)), money(now)]);
    }
    sheet.print();
    if compared.damaged {
        output::say("The present file is damaged: --restore-all restores the file of the backup.");
        return;
    }
    if compared.lines.is_empty() {
        output::say("No differences.");
        return;
    }
    let mut sheet = TableWriter::new(&["Line", "Name", "Since then", &then, &now]);
    for line in &compared.lines {
        let key = format!("{}:{}", line.kind.key(), line.id);
        let change = line.change.key().to_owned();
        let (before, after) = (money(line.then), money(line.now));
        sheet.row([key, line.name.clone(), change, before, after]);
    }
    sheet.print();
}

fn money(worth: Option<impl Display>) -> String {
    worth.map_or_else(|| "-".to_owned(), |worth| amount(&worth))
}
