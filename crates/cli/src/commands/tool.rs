//! Runs the commands that need no data folder (`healthcheck`, `man`, `sbom`, `advisories`).

use clap::CommandFactory as _;
use pecule_app::monitoring::doctor::advisories;
use pecule_app::monitoring::sbom;

use crate::cli::Cli;
use crate::cli::tools::{Advisories, Man, Tool};
use crate::commands::monitoring::healthcheck;
use crate::error::{Failure, Outcome};
use crate::output;

/// Runs the command.
pub(crate) fn run(asked: &Tool) -> Outcome {
    match asked {
        Tool::Healthcheck(asked) => healthcheck::run(asked),
        Tool::Sbom => sbom(),
        Tool::Man(asked) => man(asked),
        Tool::Advisories(asked) => advisories(asked),
    }
}

/// Runs `pecule man`: writes a man(1) page for each command.
fn man(asked: &Man) -> Outcome {
    std::fs::create_dir_all(&asked.out)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &asked.out))
        .map_err(|error| Failure::said(format!("{}: {error}", asked.out.display()), ""))
}

/// Runs `pecule sbom`: prints the bill of materials of this program, as `CycloneDX`.
fn sbom() -> Outcome {
    output::json(&sbom::cyclonedx()?)
}

/// Runs `pecule advisories`: packs the database into one file, for `pecule doctor` on other machines.
fn advisories(asked: &Advisories) -> Outcome {
    let digest = advisories::digest_folder(&asked.folder)?;
    let text = digest.write().map_err(|error| Failure::said(error.to_string(), ""))?;
    output::say(text.trim_end());
    Ok(())
}
