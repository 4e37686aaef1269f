//! Runs `pecule setup`: creates the first person, from a terminal or a script.

use pecule_app::app::App;
use pecule_app::config::data_location::DataLocation;
use pecule_app::people::registration::{CreatedPerson, NewPerson};
use pecule_app::{Clock as _, Refusal};

use crate::cli::Setup;
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::{ask, config, output};

pub(crate) fn run(place: &DataLocation, asked: &Setup) -> Outcome {
    let app = place.open(config::clock())?;
    if app.people()? > 0 {
        return Err(pecule_app::Error::from(Refusal::SetUpAlready).into());
    }
    if asked.recovery_file.is_none() && !ask::somebody_is_there() {
        return Err(Failure::Usage(
            "without a terminal, --recovery-file must name the file for the recovery code"
                .to_owned(),
        ));
    }
    let name = match &asked.name {
        Some(name) => name.clone(),
        None if ask::somebody_is_there() => ask::line("The name to sign in with:")?,
        None => {
            return Err(Failure::Usage(
                "without a terminal, --name must name the first person".to_owned(),
            ));
        }
    };
    let password = ask::new_password(asked.password_file.as_deref())?;
    let newcomer = NewPerson {
        name: &name,
        password: &password,
        language: &asked.language,
        recovery_kept: asked.recovery_file.is_some(),
    };
    match &asked.recovery_file {
        Some(path) => {
            let file = NewFile::take(path)?;
            let made = app.guest().set_up(&newcomer)?;
            file.write(&format!("{}\n", made.recovery.as_str()))?;
            output::say(&format!("{} is the first person of this household.", made.person.name()));
            output::say(&format!("Recovery code: {}", path.display()));
            output::say("Keep it on paper, away from this machine, then delete the file.");
            Ok(())
        }
        None => with_somebody(&app, &newcomer),
    }
}

/// Creates the person, shows the recovery code, and asks for two of its groups as a confirmation.
fn with_somebody(app: &App, newcomer: &NewPerson<'_>) -> Outcome {
    let CreatedPerson { mut person, recovery } = app.guest().set_up(newcomer)?;
    output::say(&format!("{} is the first person of this household.", person.name()));
    output::say("");
    output::say(
        "This recovery code opens the books when the password is lost. It is shown once: write it on paper.",
    );
    output::say("");
    output::say(&format!("    {}", recovery.as_str()));
    output::say("");
    let groups: Vec<&str> = recovery.split('-').collect();
    for place in two_of(groups.len()) {
        let group = groups.get(place).copied().unwrap_or_default();
        while !ask::line(&format!("Type group {} of the code:", place + 1))?
            .eq_ignore_ascii_case(group)
        {
            output::say("Wrong group. Check the code on paper.");
        }
    }
    person.set_preferences(|choices| choices.recovery_confirmed = true)?;
    output::say("The code is confirmed.");
    Ok(())
}

/// Picks two positions of groups, one in each half of the code, from the clock.
fn two_of(groups: usize) -> [usize; 2] {
    let now = usize::try_from(config::clock().now().as_millisecond()).unwrap_or_default();
    let half = (groups / 2).max(1);
    [now % half, half + (now / half) % half]
}
