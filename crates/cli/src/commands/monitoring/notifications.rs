//! Runs `pecule notifications`: sets the notification server, and subscribes people to notifications.

use pecule_app::Admin;
use pecule_app::config::data_location::DataLocation;
use pecule_app::monitoring::notifications::relay::{RelayInput, RelayView};
use pecule_app::monitoring::notifications::settings::AddressInput;
use pecule_web::text::notification::say;

use crate::cli::notifications::{Notifications, RelayArgs};
use crate::commands::auth::tokens::with;
use crate::commands::people::members::running;
use crate::error::{Failure, Outcome};
use crate::{files, output};

pub(crate) fn run(place: &DataLocation, asked: &Notifications) -> Outcome {
    match asked {
        Notifications::Show { who, json } => running(place, who, |admin| show(admin, *json)),
        Notifications::SetRelay(asked) => running(place, &asked.who, |admin| {
            tell(&admin.set_relay(&described(asked)?)?);
            Ok(())
        }),
        Notifications::RemoveRelay { who } => running(place, who, |admin| {
            admin.remove_relay()?;
            output::say("The server was removed: no more notifications are sent.");
            Ok(())
        }),
        Notifications::Subscribe { address, from, who } => with(place, who, |person| {
            let form = AddressInput { address: address.clone(), severity: from.clone() };
            let line = person.subscribe(&form)?;
            output::say(&format!(
                "{}: severity {} and above",
                output::plain(&line.address),
                line.severity
            ));
            output::say("To test: pecule notifications test");
            Ok(())
        }),
        Notifications::Unsubscribe { who } => with(place, who, |person| {
            person.unsubscribe()?;
            output::say("Unsubscribed: no more notifications are sent to this person.");
            Ok(())
        }),
        Notifications::Test { who } => {
            with(place, who, |person| match person.test_notification(say)? {
                Ok(()) => {
                    output::say("The server accepted the message.");
                    Ok(())
                }
                Err(unsent) => Err(Failure::said(unsent.to_string(), "Nothing was sent.")),
            })
        }
    }
}

fn show(admin: Admin<'_>, json: bool) -> Outcome {
    let relay = admin.relay()?;
    if json {
        return output::json(&relay);
    }
    match relay {
        Some(relay) => tell(&relay),
        None => output::say("No notifications are sent: no server is set."),
    }
    Ok(())
}

fn tell(relay: &RelayView) {
    let server = if relay.kind == "smtp" { &relay.host } else { &relay.address };
    output::say(&format!("{}: {}", relay.kind, output::plain(server)));
    output::say(&format!("subscribers: {}", relay.addressees));
    if relay.retired {
        output::say("The server must be confirmed again: the household was restored.");
    }
    if let Some(sentence) = &relay.failure_sentence {
        output::say(&format!("The last notification was not sent: {sentence}"));
    }
}

fn described(asked: &RelayArgs) -> Outcome<RelayInput> {
    let text = |given: &Option<String>| given.clone().unwrap_or_default();
    let secret = match &asked.secret_file {
        Some(file) => files::password(file)?,
        None => zeroize::Zeroizing::default(),
    };
    Ok(RelayInput {
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
