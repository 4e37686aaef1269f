//! Runs `pecule tokens`: creates, lists and revokes tokens for access to books over the API.

use pecule_app::Person;
use pecule_app::auth::personal_tokens::TokenInput;
use pecule_app::config::data_location::DataLocation;

use crate::cli::credentials::Credentials;
use crate::cli::tokens::{CreateToken, Tokens};
use crate::error::{Failure, Outcome};
use crate::table::TableWriter;
use crate::{ask, config, output};

pub(crate) fn run(place: &DataLocation, asked: &Tokens) -> Outcome {
    match asked {
        Tokens::List { who, json } => with(place, who, |person| list(person, *json)),
        Tokens::Create(asked) => with(place, &asked.who, |person| make(person, asked)),
        Tokens::Revoke { token, who } => with(place, who, |person| {
            let unclear = |_bad| Failure::Usage(format!("{token} is not the ID of a token"));
            person.revoke_personal_token(token.parse().map_err(unclear)?)?;
            output::say("Revoked: the token is refused from the next call on.");
            Ok(())
        }),
    }
}

/// Signs in the person, runs the work and closes all books.
pub(crate) fn with(
    place: &DataLocation,
    who: &Credentials,
    work: impl FnOnce(&Person) -> Outcome,
) -> Outcome {
    let app = place.open(config::clock())?;
    let password = ask::password(who.password_file.as_deref())?;
    let done = work(&app.guest().verify_password(&who.name, &password)?);
    app.settle_all()?;
    done
}

fn list(person: &Person, json: bool) -> Outcome {
    let tokens = person.personal_tokens()?;
    if json {
        return output::json(&output::List::whole(tokens));
    }
    let mut sheet =
        TableWriter::new(&["Token", "For", "Books", "Until (UTC)", "Last used", "State"]);
    for token in tokens {
        let used = token.used_at.map_or_else(String::new, |at| at.strftime("%F %T").to_string());
        let until = token.expires_at.strftime("%F").to_string();
        let id = token.id.to_string();
        sheet.row([id, token.name, token.books_title, until, used, token.state]);
    }
    sheet.print();
    Ok(())
}

fn make(person: &Person, asked: &CreateToken) -> Outcome {
    let token = person.make_personal_token(&form(person, asked)?)?.token;
    output::say(token.as_str());
    Ok(())
}

/// Builds the form of the token. Books are found by title, ignoring case, or by ID.
fn form(person: &Person, asked: &CreateToken) -> Outcome<TokenInput> {
    let mut form = TokenInput { name: asked.title.clone(), books: None, days: asked.days };
    if let Some(named) = asked.books.as_deref() {
        let wanted = named.trim().to_lowercase();
        let mut all = person.books_for_tokens()?.into_iter();
        let found =
            all.find(|(id, title)| title.to_lowercase() == wanted || id.to_string() == wanted);
        let (id, _title) = found.ok_or_else(|| {
            let named = output::plain(named);
            Failure::said(format!("you have no books called {named}"), "Nothing was changed.")
        })?;
        form.books = Some(id);
    }
    Ok(form)
}
