//! Runs `pecule keys`: shows and rotates keys, changes the protection of the master key, makes kits.

use std::path::Path;

use pecule_app::config::data_location::DataLocation;
use pecule_app::installation::keys_report::{KeyStatus, KeysStatus};
use pecule_app::installation::passphrase::MasterKeyProtection;
use pecule_app::{Error, Unavailable};

use crate::cli::credentials::Credentials;
use crate::cli::keys::{Keys, Passphrase, Rotate};
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::table::TableWriter;
use crate::{ask, config, output};

pub(crate) fn run(place: &DataLocation, passphrase: Option<&Path>, asked: &Keys) -> Outcome {
    match asked {
        Keys::Status { json } => status(place, *json),
        Keys::Rotate(Rotate::Household) => household(place),
        Keys::Rotate(Rotate::AccessTokens) => tokens(place),
        Keys::Rotate(Rotate::Books { who, books }) => rotate_books(place, who, books.as_deref()),
        Keys::Passphrase(asked) => protect_master_key(place, passphrase, asked),
        Keys::Kit { out } => kit(place, out),
    }
}

fn status(place: &DataLocation, json: bool) -> Outcome {
    let status = place.keys_status(config::clock())?;
    if json {
        return output::json(&status);
    }
    print_master(&status);
    let mut sheet = TableWriter::new(&["Key", "Name", "State", "Since", ">Days"]);
    for (what, keys) in [("household", &status.household), ("tokens", &status.tokens)] {
        for key in keys {
            sheet.row(row(what, key));
        }
    }
    for books in &status.books {
        let states = [(books.pending, "pending"), (books.due, "due"), (books.retained, "retained")];
        let told: Vec<&str> = states.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
        let state = if told.is_empty() { "current".to_owned() } else { told.join(", ") };
        let since = books.created_at.strftime("%F").to_string();
        let (id, days) = (books.id.to_string(), books.age_days.to_string());
        sheet.row(["books".to_owned(), id, state, since, days]);
    }
    sheet.print();
    let mut sheet = TableWriter::new(&["Opens the backups", "Fingerprint", "Since"]);
    for known in &status.recipients {
        let since = known.added_at.strftime("%F").to_string();
        sheet.row([known.label.clone(), known.fingerprint.clone(), since]);
    }
    sheet.print();
    output::say(&format!("Backups are signed by: {}", status.signer_fingerprint));
    Ok(())
}

fn print_master(status: &KeysStatus) {
    let mode = status.master.mode.as_deref().unwrap_or("-");
    let form = match status.master.form {
        "passphrase" => "under a passphrase",
        "elsewhere" => "in the clear, kept outside the data folder",
        "both" => {
            "in the clear, and under a passphrase as well: run `pecule keys passphrase set` again"
        }
        _ => "in the clear",
    };
    output::say(&format!("Master key: {} (mode {mode}), {form}", status.master.path));
    output::say(&format!("Keyring: generation {}", status.generation));
}

fn row(what: &str, key: &KeyStatus) -> [String; 5] {
    let state = match key.until {
        Some(until) => format!("{} until {} UTC", key.state, until.strftime("%F %T")),
        None => key.state.to_owned(),
    };
    let since = key.created_at.strftime("%F").to_string();
    [what.to_owned(), key.kid.clone(), state, since, key.age_days.to_string()]
}

fn household(place: &DataLocation) -> Outcome {
    let app = place.open(config::clock())?;
    app.rotate_household().map_err(|error| busy(error, "the household's file"))?;
    output::say(
        "The key of the household's file was rotated. The previous file is kept until the next proven backup.",
    );
    Ok(())
}

fn tokens(place: &DataLocation) -> Outcome {
    place.open(config::clock())?.rotate_token_keys()?;
    output::say(
        "A new key signs access tokens. Existing tokens remain valid until they expire, within ten minutes; a running server uses the new key without a restart.",
    );
    Ok(())
}

fn rotate_books(place: &DataLocation, who: &Credentials, wanted: Option<&str>) -> Outcome {
    let app = place.open(config::clock())?;
    let password = ask::password(who.password_file.as_deref())?;
    let person = app.guest().verify_password(&who.name, &password)?;
    let mut owned = person.owned_books()?;
    if let Some(wanted) = wanted {
        owned.retain(|(id, title)| id.to_string() == wanted || title == wanted);
        if owned.len() > 1 {
            return Err(Failure::said(
                "several books have this title",
                "Nothing was changed. Use the ID of the books: pecule keys status",
            ));
        }
    }
    if owned.is_empty() {
        return Err(Error::NotFound.into());
    }
    for (id, title) in owned {
        let title = output::plain(&title);
        person.rotate_books(id).map_err(|error| busy(error, &title))?;
        output::say(&format!("The key of {title} ({id}) was rotated."));
    }
    output::say("The previous files are kept until the next proven backup.");
    app.settle_all()?;
    Ok(())
}

/// Converts the error for a file that another process or session uses.
fn busy(error: Error, what: &str) -> Failure {
    if !matches!(error, Error::Unavailable(Unavailable::Busy)) {
        return error.into();
    }
    Failure::said(
        format!("{what} is in use"),
        "Nothing was changed. Wait for five minutes without use, or stop the server, then try again.",
    )
}

fn protect_master_key(
    place: &DataLocation,
    passphrase: Option<&Path>,
    asked: &Passphrase,
) -> Outcome {
    let wrapping = match asked {
        Passphrase::Remove => MasterKeyProtection::Plain,
        Passphrase::Set { new_passphrase_file } => {
            // For a wrapped key, --passphrase-file names the present passphrase rather than the new one.
            let unwrapped = passphrase.filter(|_file| !place.is_wrapped());
            let new = new_passphrase_file.as_deref().or(unwrapped);
            MasterKeyProtection::Passphrase(ask::new_password(new)?)
        }
    };
    place.rewrap(&wrapping, config::clock())?;
    match wrapping {
        MasterKeyProtection::Plain => {
            output::say(
                "The master key is stored unencrypted: the program starts without a passphrase.",
            );
        }
        MasterKeyProtection::Passphrase(_) => output::say(
            "The master key is protected by the passphrase, which each start asks for. Older copies of the disk may still hold the unencrypted key.",
        ),
    }
    Ok(())
}

fn kit(place: &DataLocation, path: &Path) -> Outcome {
    let app = place.open(config::clock())?;
    let file = NewFile::take(path)?;
    app.replace_kit(|kit| {
        let page =
            pecule_web::pages::installation::kit_page::html(kit).map(zeroize::Zeroizing::new);
        let page = page.map_err(|error| Error::Installation(error.to_string()))?;
        file.write(&page).map_err(|failure| Error::Installation(failure.sentence()))
    })?;
    output::say(&format!("Household kit: {}", path.display()));
    output::say(
        "Print it, keep it off this machine, then delete the file. It opens backups made from now on; keep the old kit for older backups.",
    );
    output::say(
        "Imprimez-le, gardez-le loin de cette machine, puis effacez le fichier. Il ouvre les sauvegardes à venir ; gardez l’ancien kit pour les précédentes.",
    );
    Ok(())
}
