//! Loads a generated household through the application's own methods.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use pecule_app::wealth::snapshot::Filter;

use crate::output::say;
use crate::owner::Owner;
use crate::{household, stopwatch};

pub(crate) fn run(dir: &Path, owner: &Owner) -> anyhow::Result<()> {
    let path = dir.join("portfolio.json");
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    household::at_work(owner, |member| {
        let (took, loaded) = stopwatch::time(|| member.load_portfolio(&bytes));
        loaded?;
        say(&format!("loaded in {}", stopwatch::shown(took)))?;
        let (cold, first) = stopwatch::time(|| member.dashboard(&Filter::default(), None));
        let first = first?;
        let (warm, again) = stopwatch::time(|| member.dashboard(&Filter::default(), None));
        again?;
        say(&format!(
            "{} assets in {} accounts, {} {}",
            first.assets, first.accounts, first.net, first.currency
        ))?;
        say(&format!("summary: cold {}, warm {}", stopwatch::shown(cold), stopwatch::shown(warm)))
    })
}
