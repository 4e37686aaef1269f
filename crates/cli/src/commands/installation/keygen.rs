//! Runs `pecule keygen`: generates the keys of a new household, and writes the kit to print.

use pecule_app::config::data_location::DataLocation;
use zeroize::Zeroizing;

use crate::cli::Keygen;
use crate::error::{Failure, Outcome};
use crate::files::NewFile;
use crate::{config, output};

pub(crate) fn run(place: &DataLocation, asked: &Keygen) -> Outcome {
    if place.has_keys() {
        return Err(Failure::said(
            format!(
                "{}: the folder has keys already, and keys are never overwritten",
                place.data.display()
            ),
            "Nothing was changed. To start over, choose another folder with --data.",
        ));
    }
    let file = NewFile::take(&asked.kit)?;
    let kit = place.make_keys(config::clock().as_ref())?;
    let page = pecule_web::pages::installation::kit_page::html(&kit)
        .map(Zeroizing::new)
        .map_err(|error| lost(place, &error.to_string()))?;
    file.write(&page).map_err(|_cause| lost(place, "the household kit could not be written"))?;
    output::say(&format!("Keys:          {}", place.data.display()));
    output::say(&format!("Household kit: {}", asked.kit.display()));
    output::say(
        "Print the kit, keep it off this machine, then delete the file: it opens the household's backups.",
    );
    output::say(
        "Imprimez le kit, gardez-le loin de cette machine, puis effacez le fichier : il ouvre les sauvegardes.",
    );
    Ok(())
}

/// Makes the error for keys that exist while their kit could not be written.
fn lost(place: &DataLocation, what: &str) -> Failure {
    Failure::said(
        what,
        format!(
            "The keys in {} are useless without their kit: remove that folder, then start again.",
            place.data.display()
        ),
    )
}
