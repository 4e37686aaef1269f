//! Opens the books of one person for a measurement.

use std::fs;
use std::sync::Arc;

use anyhow::Context as _;
use pecule_app::config::data_location::DataLocation;
use pecule_app::{Member, SystemClock};
use zeroize::Zeroizing;

use crate::owner::Owner;

/// Signs a person in, runs a closure, and closes the books.
pub(crate) fn at_work<T>(
    owner: &Owner,
    work: impl FnOnce(&Member<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let password = fs::read_to_string(&owner.password_file)
        .map(Zeroizing::new)
        .with_context(|| owner.password_file.display().to_string())?;
    let app = DataLocation::new(&owner.data).open(Arc::new(SystemClock))?;
    let done = {
        let person =
            app.guest().verify_password(&owner.name, password.trim_end_matches(['\r', '\n']))?;
        work(&person.member()?)
    };
    app.settle_all()?;
    done
}
