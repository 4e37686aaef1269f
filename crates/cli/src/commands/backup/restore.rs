//! Runs `pecule restore`: restores an installation from a backup and the kit.

use std::path::Path;
use std::sync::Arc;

use pecule_app::Clock;
use pecule_app::backup::restore::{RestoreOrder, read_kit};
use pecule_app::config::data_location::DataLocation;

use crate::cli::backup::Restore;
use crate::commands::shared::text_of;
use crate::error::Outcome;
use crate::{ask, config, output};

pub(crate) fn run(place: &DataLocation, passphrase: Option<&Path>, asked: &Restore) -> Outcome {
    let kit = read_kit(&text_of(&asked.kit)?)?;
    let passphrase = asked.wrap.then(|| ask::new_password(passphrase)).transpose()?;
    let order = RestoreOrder { file: asked.file.clone(), kit, replace: asked.replace, passphrase };
    let clock: Arc<dyn Clock> = config::clock();
    let restored = place.restore(&order, &clock)?;
    if asked.json {
        return output::json(&restored);
    }
    output::say(&format!("Restored: {}", place.data.display()));
    output::say(&format!(
        "The backup was made on {} (UTC).",
        restored.made_at.strftime("%F at %T")
    ));
    if let Some(aside) = restored.aside {
        output::say(&format!("The previous installation is kept: {}", aside.display()));
    }
    if !restored.signer_known {
        output::say(
            "The kit file does not name the key that signs backups: the origin of this backup was not verified.",
        );
    }
    output::say("All people sign in with their password of that day.");
    output::say("The installation that made the backup is retired: do not start it again.");
    Ok(())
}
