//! Runs `pecule messages`: sets the notification server, and subscribes people to notifications.

use pecule_app::Admin;
use pecule_app::installation::Place;
use pecule_app::messages::{AddressForm, RelayForm, RelayLine};
use pecule_web::messages::say;

use super::people::running;
use super::tokens::with;
use crate::cli::{Messages, Through};
use crate::error::{Failure, Outcome};
use crate::{files, out};

pub(crate) fn run(place: &Place, asked: &Messages) -> Outcome {
    match asked {
        Messages::Show { who, json } => running(place, who, |admin| show(admin, *json)),
        Messages::Through(asked) => running(place, &asked.who, |admin| {
            tell(&admin.name_relay(&described(asked)?)?);
            Ok(())
        }),
        Messages::Off { who } => running(place, who, |admin| {
            admin.remove_relay()?;
            out::say("The server was removed: no more notifications are sent.");
            Ok(())
        }),
        Messages::To { address, from, who } => with(place, who, |person| {
            let form = AddressForm { address: address.clone(), severity: from.clone() };
            let line = person.be_told(&form)?;
            out::say(&format!(
                "{}: severity {} and above",
                out::plain(&line.address),
                line.severity
            ));
            out::say("To test: pecule messages try");
            Ok(())
        }),
        Messages::Stop { who } => with(place, who, |person| {
            person.be_told_nothing()?;
            out::say("Unsubscribed: no more notifications are sent to this person.");
            Ok(())
        }),
        Messages::Try { who } => with(place, who, |person| match person.try_message(say)? {
            Ok(()) => {
                out::say("The server accepted the message.");
                Ok(())
            }
            Err(unsent) => Err(Failure::said(unsent.to_string(), "Nothing was sent.")),
        }),
    }
}

fn show(admin: Admin<'_>, json: bool) -> Outcome {
    let relay = admin.relay()?;
    if json {
        return out::json(&relay);
    }
    match relay {
        Some(relay) => tell(&relay),
        None => out::say("No notifications are sent: no server is set."),
    }
    Ok(())
}

fn tell(relay: &RelayLine) {
    let server = if relay.kind == "smtp" { &relay.host } else { &relay.address };
    out::say(&format!("{}: {}", relay.kind, out::plain(server)));
    out::say(&format!("subscribers: {}", relay.addressees));
    if relay.retired {
        out::say("The server must be confirmed again: the household was restored.");
    }
    if let Some(sentence) = &relay.failure_sentence {
        out::say(&format!("The last notification was not sent: {sentence}"));
    }
}

fn described(asked: &Through) -> Outcome<RelayForm> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let secret = match &asked.secret_file {
        Some(file) => files::password(file)?,
        None => zeroize::Zeroizing::default(),
    };
    Ok(RelayForm {
        kind: if asked.push.is_some() { "push" } else { "smtp" }.to_owned(),
        host: text(&asked.smtp),
        port: asked.port,
        security: asked.security.clone(),
        from: text(&asked.sender),
        address: text(&asked.push),
        user: text(&asked.user),
        secret,
        link: asked.link.clone(),
    })
}
