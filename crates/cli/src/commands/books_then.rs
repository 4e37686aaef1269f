//! `pecule backup books`: one set of books out of a backup, beside what it is, then brought back.

use pecule_app::books_then::{Comparison, From, wanted};
use pecule_app::installation::Place;
use pecule_app::restore::read_kit;
use pecule_domain::amount::Money;

use super::drill::text_of;
use crate::cli::BooksThen;
use crate::error::{Failure, Outcome};
use crate::table::{Sheet, amount};
use crate::{ask, config, out};

pub(crate) fn run(place: &Place, asked: &BooksThen) -> Outcome {
    let app = place.open(config::clock())?;
    let password = ask::password(asked.who.password_file.as_deref())?;
    let person = app.guest().identify(&asked.who.name, &password)?;
    let mut owned = person.owned_books()?;
    if let Some(named) = &asked.books {
        owned.retain(|(id, title)| id.to_string() == *named || title == named);
    }
    let [(books, _title)] = owned.as_slice() else {
        return Err(Failure::said(
            "these are no books of yours, or several are called so",
            "Name one of yours with --books; `pecule keys status` lists their identities.",
        ));
    };
    let kit = asked.kit.as_deref().map(text_of).transpose()?;
    let kit = kit.map(|text| read_kit(&text)).transpose()?;
    let from = From { file: asked.file.clone(), kit };
    let (compared, done) = if asked.replace {
        (person.replace_books(*books, &from)?, "Everything was put back as it was")
    } else if asked.take.is_empty() {
        (person.books_in_backup(*books, &from)?, "")
    } else {
        let lines = wanted(asked.take.iter().map(String::as_str))?;
        (person.take_from_then(*books, &from, &lines)?, "These lines were taken back")
    };
    app.settle_all()?;
    if asked.json {
        return out::json(&compared);
    }
    if done.is_empty() {
        print(&compared);
    } else {
        out::say(&format!(
            "{done}, as one change that `pecule undo` takes back. A backup of the moment before was made."
        ));
    }
    Ok(())
}

fn print(compared: &Comparison) {
    let mut sheet = Sheet::new(&["Total on", ">Then", ">Now"]);
    for day in &compared.days {
        sheet.row([day.on.to_string(), money(Some(&day.then)), money(Some(&day.now))]);
    }
    sheet.print();
    if compared.lines.is_empty() {
        out::say("Nothing differs.");
        return;
    }
    let mut sheet = Sheet::new(&["Line", "Name", "Since then", ">Then", ">Now"]);
    for line in &compared.lines {
        let key = format!("{}:{}", line.kind.key(), line.id);
        let change = line.change.key().to_owned();
        let (then, now) = (money(line.then.as_ref()), money(line.now.as_ref()));
        sheet.row([key, line.name.clone(), change, then, now]);
    }
    sheet.print();
}

fn money(worth: Option<&Money>) -> String {
    worth.map_or_else(
        || "-".to_owned(),
        |worth| format!("{} {}", amount(&worth.decimal()), worth.currency),
    )
}
