//! Runs `pecule books`: lists, creates and shares sets of books.

use std::path::Path;

use pecule_app::actors::books_filter::BooksChoice;
use pecule_app::books::list::{BooksInput, BooksView, GranteeView, OwnerInput, share_in_percent};
use pecule_app::books::sharing::{RevokeOutcome, ShareOverflow};
use pecule_app::config::data_location::DataLocation;
use pecule_app::wealth::export::Readable;
use pecule_app::{Error, Person};
use serde::Serialize;

use crate::cli::books::{Books, OnOff};
use crate::commands::auth::tokens::with;
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::table::{TableWriter, percent};
use crate::{output, stderr};

pub(crate) fn run(place: &DataLocation, asked: &Books) -> Outcome {
    match asked {
        Books::List(told) => with(place, &told.who, |person| list(person, told.json)),
        Books::Show { one, json } => with(place, &one.who, |person| {
            let line = found(person, &one.books)?;
            if *json {
                return output::json(&line);
            }
            show(&line);
            Ok(())
        }),
        Books::Export { one, out, format } => {
            with(place, &one.who, |person| export(person, &one.books, format, out.as_deref()))
        }
        Books::Fingerprints(told) => with(place, &told.who, |person| people(person, told.json)),
        Books::Add { title, owners, who } => with(place, who, |person| add(person, title, owners)),
        Books::Rename { one, title } => with(place, &one.who, |person| {
            show(&person.rename_books(found(person, &one.books)?.id, title)?);
            Ok(())
        }),
        Books::SetShares { one, owners } => {
            with(place, &one.who, |person| shares(person, &one.books, owners))
        }
        Books::Leave(one) => with(place, &one.who, |person| {
            tell(&person.leave_books(found(person, &one.books)?.id)?);
            Ok(())
        }),
        Books::Unattended { one, turn } => with(place, &one.who, |person| {
            let books = found(person, &one.books)?;
            show(&person.set_unattended(books.id, *turn == OnOff::On)?);
            Ok(())
        }),
        Books::AddOwner { .. } | Books::Grant { .. } | Books::Revoke(_) | Books::PinKey { .. } => {
            others(place, asked)
        }
    }
}

/// Runs the subcommands that concern another person.
fn others(place: &DataLocation, asked: &Books) -> Outcome {
    let (Books::AddOwner { at, .. }
    | Books::Grant { at, .. }
    | Books::Revoke(at)
    | Books::PinKey { at, .. }) = asked
    else {
        return Ok(());
    };
    with(place, &at.who, |person| {
        let line = found(person, &at.books)?;
        let books = line.id;
        // A person who left the household still has a name in the books.
        let known = line.people.iter().find(|one| same(&one.name, &at.somebody));
        let other = match known.map(|one| one.person) {
            Some(known) => known,
            None => somebody(person, &at.somebody)?.person,
        };
        if let Books::AddOwner { share, fingerprint, .. } = asked {
            let share = share_in_percent(share)?;
            show(&person.make_owner(books, other, share, fingerprint.as_deref())?);
        } else if let Books::Grant { fingerprint, .. } = asked {
            show(&person.grant_read(books, other, fingerprint.as_deref())?);
        } else if let Books::PinKey { fingerprint, .. } = asked {
            show(&person.confirm_fingerprint(books, other, fingerprint)?);
        } else {
            tell(&person.revoke(books, other)?);
        }
        Ok(())
    })
}

fn export(person: &Person, books: &str, format: &str, path: Option<&Path>) -> Outcome {
    let file = path.map(NewFile::take).transpose()?;
    let bytes = person.export_books(found(person, books)?.id, Readable::parse(Some(format))?)?;
    let Some((file, path)) = file.zip(path) else {
        output::bytes(&bytes);
        return Ok(());
    };
    file.write(&bytes)?;
    output::say(&path.display().to_string());
    stderr::complain("The exported file is not encrypted: delete the file after use.");
    Ok(())
}

fn list(person: &Person, json: bool) -> Outcome {
    let (books, damaged) = person.my_books_beside_damage()?;
    for line in &damaged {
        stderr::complain(&format!(
            "{} ({}): the file is damaged; to restore it from a backup, run `pecule restore-books FILE --books {} --replace`",
            output::plain(&line.title),
            line.id,
            line.id
        ));
    }
    if json {
        return output::json(&output::List::whole(books));
    }
    let mut sheet = TableWriter::new(&["Title", "Access", ">Share", "People", "Notes", "ID"]);
    for line in books {
        let share = if line.access == "own" { in_percent(&line.share) } else { String::new() };
        let people: Vec<&str> = line.people.iter().map(|one| one.name.as_str()).collect();
        let (people, notes, id) = (people.join(", "), notes(&line), line.id.to_string());
        sheet.row([line.title, line.access, share, people, notes, id]);
    }
    sheet.print();
    Ok(())
}

/// Returns the notes of the `Notes` column.
fn notes(line: &BooksView) -> String {
    let notes = [
        (line.first, "first"),
        (line.unattended, "unattended"),
        (line.rotation_due, "key to be renewed"),
        (line.people.iter().any(|one| one.standing != "sound"), "look at the people"),
    ];
    let told: Vec<&str> = notes.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    told.join(", ")
}

fn show(line: &BooksView) {
    let notes = notes(line);
    let (open, close) = if notes.is_empty() { ("", "") } else { (" (", ")") };
    output::say(&format!("{} {}{open}{notes}{close}", output::plain(&line.title), line.id));
    let mut sheet = TableWriter::new(&["Name", "Access", ">Share", "Standing", "Fingerprint"]);
    for one in &line.people {
        let GranteeView { name, access, standing, .. } = one;
        let share = if access == "own" { in_percent(&one.share) } else { String::new() };
        let found = one.found.as_ref().map(|found| format!(" → {found}")).unwrap_or_default();
        let fingerprint = format!("{}{found}", one.fingerprint);
        sheet.row([name.clone(), access.clone(), share, standing.clone(), fingerprint]);
    }
    sheet.print();
    if line.rotation_due {
        output::say("The key must still be rotated: pecule keys rotate books --as NAME");
    }
}

/// The key fingerprints to compare before sharing books.
#[derive(Serialize)]
struct Fingerprints<T> {
    mine: String,
    others: Vec<T>,
}

fn people(person: &Person, json: bool) -> Outcome {
    let prints = Fingerprints { mine: person.fingerprint(), others: person.candidates()? };
    if json {
        return output::json(&prints);
    }
    let mut sheet = TableWriter::new(&["Name", "Fingerprint"]);
    sheet.row([person.name().to_owned(), prints.mine]);
    for other in prints.others {
        sheet.row([other.name, other.fingerprint]);
    }
    sheet.print();
    Ok(())
}

fn add(person: &Person, title: &str, typed: &[String]) -> Outcome {
    let mut owners = Vec::with_capacity(typed.len());
    for one in typed {
        let (name, share) = part(one)?;
        let share = share_in_percent(share)?;
        owners.push(if same(person.name(), name) {
            OwnerInput { person: person.id(), share, fingerprint: None }
        } else {
            let other = somebody(person, name)?;
            OwnerInput { person: other.person, share, fingerprint: Some(other.fingerprint) }
        });
    }
    show(&person.add_books(&BooksInput { title: title.to_owned(), owners })?);
    Ok(())
}

fn shares(person: &Person, books: &str, typed: &[String]) -> Outcome {
    let line = found(person, books)?;
    let mut shares = Vec::with_capacity(typed.len());
    for one in typed {
        let (name, share) = part(one)?;
        let owner = line.people.iter().find(|owner| same(&owner.name, name));
        let owner = owner.ok_or_else(|| nobody(name))?;
        shares.push((owner.person, share_in_percent(share)?));
    }
    show(&person.set_shares(line.id, &shares)?);
    Ok(())
}

/// Splits `NAME=PERCENT`.
fn part(typed: &str) -> Outcome<(&str, &str)> {
    typed.rsplit_once('=').ok_or_else(|| {
        Failure::Usage(format!("{}: an owner is written NAME=PERCENT", output::plain(typed)))
    })
}

/// Finds books by ID or title, ignoring case, and reads their details.
pub(crate) fn found(person: &Person, named: &str) -> Outcome<BooksView> {
    Ok(person.books(which(person, named)?.id)?)
}

/// Finds books by ID or title, like [`found`], without reading their file, which may be damaged.
pub(crate) fn which(person: &Person, named: &str) -> Outcome<BooksChoice> {
    let fits = |line: &BooksChoice| line.id.to_string() == named || same(&line.title, named);
    let mut fitting = person.shelves_by_title()?.into_iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(line), None) => Ok(line),
        (Some(_), Some(_)) => Err(Failure::said(
            "several books have this title",
            "Nothing was changed. Use the ID of the books: pecule books list",
        )),
        (None, _) => Err(Error::NotFound.into()),
    }
}

/// Finds another person by name, ignoring case.
fn somebody(person: &Person, name: &str) -> Outcome<pecule_app::books::sharing::Candidate> {
    let found = person.candidates()?.into_iter().find(|other| same(&other.name, name));
    found.ok_or_else(|| nobody(name))
}

fn nobody(name: &str) -> Failure {
    let name = output::plain(name);
    Failure::said(format!("no person of this household is called {name}"), "Nothing was changed.")
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn in_percent(share: &impl ToString) -> String {
    percent(share.to_string().parse().ok())
}

/// Prints the effect of a revocation, and what it cannot recall.
fn tell(revoked: &RevokeOutcome) {
    output::say(if revoked.rotated {
        "Done, and the key of the books was rotated."
    } else {
        "Done. A remaining owner must still rotate the key of the books: pecule keys rotate books --as NAME"
    });
    for beyond in &revoked.beyond {
        output::say(match beyond {
            ShareOverflow::Read => "Not recalled: data that was already read.",
            ShareOverflow::Copies => "Not recalled: copies of the file and of its key.",
            ShareOverflow::Backups => {
                "Not recalled: earlier backups, which open with the earlier password or recovery code."
            }
        });
    }
}
