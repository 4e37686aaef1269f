//! `pecule people`: who is in the household, for whoever runs it; and coming in.

use jiff::Timestamp;
use pecule_app::installation::open::Place;
use pecule_app::people::list::PersonLine;
use pecule_app::people::registration::Newcomer;
use pecule_app::people::removal::Removal;
use pecule_app::{Admin, Conflict, Error};

use crate::cli::Who;
use crate::cli::people::{Accept, People};
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::table::{Sheet, count, or_nothing};
use crate::{ask, config, files, output};

pub(crate) fn run(place: &Place, asked: &People) -> Outcome {
    match asked {
        People::List { who, json } => running(place, who, |admin| list(admin, *json)),
        People::Invite(asked) => running(place, &asked.who, |admin| {
            output::say(admin.invite_for(&asked.somebody)?.token.as_str());
            Ok(())
        }),
        People::Disable(asked) => running(place, &asked.who, |admin| {
            admin.disable(named(admin, &asked.somebody)?.id)?;
            output::say(&format!("{} can no longer sign in.", output::plain(&asked.somebody)));
            Ok(())
        }),
        People::Enable(asked) => running(place, &asked.who, |admin| {
            admin.enable(named(admin, &asked.somebody)?.id)?;
            output::say(&format!("{} can sign in again.", output::plain(&asked.somebody)));
            Ok(())
        }),
        People::Remove { somebody, announce: true, .. } => running(place, &somebody.who, |admin| {
            let somebody = named(admin, &somebody.somebody)?;
            admin.announce_departure(somebody.id)?;
            let name = output::plain(&somebody.name);
            output::say(&format!(
                "{name} sees at the next sign-in what is lost, and how to take it away."
            ));
            for line in losses(&admin.removal(somebody.id)?) {
                output::say(&line);
            }
            Ok(())
        }),
        People::Remove { somebody, withdraw: true, .. } => running(place, &somebody.who, |admin| {
            admin.withdraw_departure(named(admin, &somebody.somebody)?.id)?;
            output::say(&format!("{} stays.", output::plain(&somebody.somebody)));
            Ok(())
        }),
        People::Remove { somebody, yes, without_export, .. } => {
            running(place, &somebody.who, |admin| {
                remove(admin, &somebody.somebody, *yes, *without_export)
            })
        }
        People::Accept(asked) => accept(place, asked),
    }
}

/// Opens the household for one piece of work by whoever runs it.
pub(crate) fn running(
    place: &Place,
    who: &Who,
    work: impl FnOnce(Admin<'_>) -> Outcome,
) -> Outcome {
    let app = place.open(config::clock())?;
    let password = ask::password(who.password_file.as_deref())?;
    let person = app.guest().identify(&who.name, &password)?;
    let done = work(person.admin()?);
    app.settle_all()?;
    done
}

/// Somebody by their name, whatever its case.
fn named(admin: Admin<'_>, name: &str) -> Outcome<PersonLine> {
    let wanted = name.trim().to_lowercase();
    let found = admin.people()?.into_iter().find(|line| line.name.to_lowercase() == wanted);
    found.ok_or_else(|| {
        let name = output::plain(name);
        Failure::said(format!("nobody here is called {name}"), "Nothing was changed.")
    })
}

fn list(admin: Admin<'_>, json: bool) -> Outcome {
    let people = admin.people()?;
    if json {
        return output::json(&output::List::whole(people));
    }
    let mut sheet = Sheet::new(&[
        "Name",
        "Runs",
        "Access",
        "2nd factor",
        "Last sign-in (UTC)",
        ">Books",
        ">Bytes",
    ]);
    for line in people {
        sheet.row([
            line.name,
            if line.admin { "yes" } else { "" }.to_owned(),
            if line.disabled_at.is_some() { "closed" } else { "open" }.to_owned(),
            if line.second_factor { "yes" } else { "no" }.to_owned(),
            or_nothing(line.signed_in_at.map(|at| at.strftime("%F %T").to_string())),
            line.books.to_string(),
            line.bytes.to_string(),
        ]);
    }
    sheet.print();
    Ok(())
}

fn remove(admin: Admin<'_>, name: &str, yes: bool, without_export: bool) -> Outcome {
    let somebody = named(admin, name)?;
    let removal = admin.removal(somebody.id)?;
    let losses = losses(&removal);
    if somebody.disabled_at.is_none() {
        if !yes {
            for line in losses {
                output::complain(&line);
            }
            return Err(Error::from(Conflict::StillEnabled).into());
        }
        admin.disable(somebody.id)?;
    }
    admin.remove(somebody.id)?;
    if removal.was_not_offered() && !without_export {
        output::complain(
            "Warning: they were not offered their export. Next time tell them first, with --announce.",
        );
    }
    output::say(&format!("{} was removed.", output::plain(&somebody.name)));
    for line in losses {
        output::say(&line);
    }
    Ok(())
}

/// What goes with somebody.
fn losses(removal: &Removal) -> Vec<String> {
    let sets = |number| count(number, "set");
    let mut lines = vec![format!(
        "Sealed for ever, since nobody else can open them: {} of books ({} bytes).",
        sets(removal.lost),
        removal.lost_bytes
    )];
    if removal.ownerless > 0 {
        lines.push(format!(
            "Read by others, and owned by nobody: {} of books.",
            sets(removal.ownerless)
        ));
    }
    if removal.shared > 0 {
        lines.push(format!(
            "Owned by others as well: {} of books; their key is renewed at an owner's next sign-in.",
            sets(removal.shared)
        ));
    }
    if let Some(departure) = &removal.departure {
        let day = |at: Option<Timestamp>| {
            at.map_or_else(|| "no".to_owned(), |at| at.strftime("%F").to_string())
        };
        lines.push(format!(
            "Announced to them on {}; seen: {}; sealed books taken: {}; they have what they need: {}.",
            departure.announced_at.strftime("%F"),
            day(departure.seen_at),
            day(departure.taken_at),
            day(departure.ready_at)
        ));
    }
    lines.push(removal.last_backup_until.map_or_else(
        || "No backup holds their books.".to_owned(),
        |until| {
            format!(
                "The last backup that holds their books is kept until {}.",
                until.strftime("%F")
            )
        },
    ));
    lines
}

fn accept(place: &Place, asked: &Accept) -> Outcome {
    let code = files::password(&asked.code_file)?;
    let app = place.open(config::clock())?;
    app.guest().look_at_invitation(&code)?;
    let password = ask::new_password(asked.password_file.as_deref())?;
    let file = NewFile::take(&asked.recovery_file)?;
    let newcomer = Newcomer {
        name: &asked.name,
        password: &password,
        language: &asked.language,
        recovery_kept: true,
    };
    let made = app.guest().accept(&code, &newcomer)?;
    file.write(&format!("{}\n", made.recovery.as_str()))?;
    output::say(&format!("{} is in this household now.", output::plain(made.person.name())));
    output::say(&format!("Recovery code: {}", asked.recovery_file.display()));
    app.settle_all()?;
    Ok(())
}
