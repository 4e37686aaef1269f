//! Runs `pecule people`: lists, invites, disables and removes people, and accepts invitations.

use jiff::Timestamp;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::list::PersonView;
use pecule_app::people::registration::NewPerson;
use pecule_app::people::removal::RemovalImpact;
use pecule_app::{Admin, Conflict, Error};

use crate::cli::credentials::Credentials;
use crate::cli::people::{Accept, People};
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::table::{TableWriter, count, or_nothing};
use crate::{ask, config, files, output, stderr};

pub(crate) fn run(place: &DataLocation, asked: &People) -> Outcome {
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
        People::AnnounceRemoval(asked) => running(place, &asked.who, |admin| {
            let somebody = named(admin, &asked.somebody)?;
            admin.announce_removal(somebody.id)?;
            let name = output::plain(&somebody.name);
            output::say(&format!(
                "At the next sign-in, {name} sees which books will be lost and how to export them."
            ));
            for line in losses(&admin.removal(somebody.id)?) {
                output::say(&line);
            }
            Ok(())
        }),
        People::WithdrawRemoval(asked) => running(place, &asked.who, |admin| {
            admin.withdraw_removal(named(admin, &asked.somebody)?.id)?;
            output::say(&format!("{} stays.", output::plain(&asked.somebody)));
            Ok(())
        }),
        People::Remove { somebody, disable_first, skip_export_warning } => {
            running(place, &somebody.who, |admin| {
                remove(admin, &somebody.somebody, *disable_first, *skip_export_warning)
            })
        }
        People::Accept(asked) => accept(place, asked),
    }
}

/// Signs in an administrator, runs the work and closes all books. Fails for other people.
pub(crate) fn running(
    place: &DataLocation,
    who: &Credentials,
    work: impl FnOnce(Admin<'_>) -> Outcome,
) -> Outcome {
    let app = place.open(config::clock())?;
    let password = ask::password(who.password_file.as_deref())?;
    let person = app.guest().verify_password(&who.name, &password)?;
    let done = work(person.admin()?);
    app.settle_all()?;
    done
}

/// Finds a person by name, ignoring case.
fn named(admin: Admin<'_>, name: &str) -> Outcome<PersonView> {
    let wanted = name.trim().to_lowercase();
    let found = admin.people()?.into_iter().find(|line| line.name.to_lowercase() == wanted);
    found.ok_or_else(|| {
        let name = output::plain(name);
        Failure::said(
            format!("no person of this household is called {name}"),
            "Nothing was changed.",
        )
    })
}

fn list(admin: Admin<'_>, json: bool) -> Outcome {
    let people = admin.people()?;
    if json {
        return output::json(&output::List::whole(people));
    }
    let mut sheet = TableWriter::new(&[
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

fn remove(admin: Admin<'_>, name: &str, disable_first: bool, skip_export_warning: bool) -> Outcome {
    let somebody = named(admin, name)?;
    let removal = admin.removal(somebody.id)?;
    let losses = losses(&removal);
    if somebody.disabled_at.is_none() {
        if !disable_first {
            for line in losses {
                stderr::complain(&line);
            }
            return Err(Error::from(Conflict::StillEnabled).into());
        }
        admin.disable(somebody.id)?;
    }
    admin.remove(somebody.id)?;
    if removal.was_not_offered() && !skip_export_warning {
        stderr::complain(
            "Warning: this person was not offered an export. Next time, announce the removal first with --announce.",
        );
    }
    output::say(&format!("{} was removed.", output::plain(&somebody.name)));
    for line in losses {
        output::say(&line);
    }
    Ok(())
}

/// Returns the sentences about the books that a removal makes unreadable or ownerless.
fn losses(removal: &RemovalImpact) -> Vec<String> {
    let sets = |number| count(number, "set");
    let mut lines = vec![format!(
        "Lost, since no other person can open them: {} of books ({} bytes).",
        sets(removal.lost),
        removal.lost_bytes
    )];
    if removal.ownerless > 0 {
        lines.push(format!(
            "Readable by others, without an owner: {} of books.",
            sets(removal.ownerless)
        ));
    }
    if removal.shared > 0 {
        lines.push(format!(
            "Owned by others as well: {} of books; the key is rotated at an owner's next sign-in.",
            sets(removal.shared)
        ));
    }
    if let Some(departure) = &removal.removal_notice {
        let day = |at: Option<Timestamp>| {
            at.map_or_else(|| "no".to_owned(), |at| at.strftime("%F").to_string())
        };
        lines.push(format!(
            "Announced on {}; seen: {}; sealed export downloaded: {}; confirmed: {}.",
            departure.announced_at.strftime("%F"),
            day(departure.seen_at),
            day(departure.taken_at),
            day(departure.ready_at)
        ));
    }
    lines.push(removal.last_backup_until.map_or_else(
        || "No backup holds these books.".to_owned(),
        |until| {
            format!(
                "The last backup that holds these books is kept until {}.",
                until.strftime("%F")
            )
        },
    ));
    lines
}

fn accept(place: &DataLocation, asked: &Accept) -> Outcome {
    let code = files::password(&asked.code_file)?;
    let app = place.open(config::clock())?;
    app.guest().look_at_invitation(&code)?;
    let password = ask::new_password(asked.password_file.as_deref())?;
    let file = NewFile::take(&asked.recovery_file)?;
    let newcomer = NewPerson {
        name: &asked.name,
        password: &password,
        language: &asked.language,
        recovery_kept: true,
    };
    let made = app.guest().accept(&code, &newcomer)?;
    file.write(&format!("{}\n", made.recovery.as_str()))?;
    output::say(&format!("{} joined this household.", output::plain(made.person.name())));
    output::say(&format!("Recovery code: {}", asked.recovery_file.display()));
    app.settle_all()?;
    Ok(())
}
