//! What needs no data folder: whether a server answers, and what is made for releases (manual pages, the bill of
//! materials, the digest of advisories).

use clap::CommandFactory as _;
use pecule_app::monitoring::doctor::advisories;
use pecule_app::monitoring::sbom;

use crate::cli::Cli;
use crate::cli::tools::{Advisories, Man, Tool};
use crate::commands::monitoring::healthcheck;
use crate::error::{Failure, Outcome};
use crate::output;

/// Does what was typed.
pub(crate) fn run(asked: &Tool) -> Outcome {
    match asked {
        Tool::Healthcheck(asked) => healthcheck::run(asked),
        Tool::Sbom => sbom(),
        Tool::Man(asked) => man(asked),
        Tool::Advisories(asked) => advisories(asked),
    }
}

/// `pecule man`: a page for each command, in the form of man(1).
fn man(asked: &Man) -> Outcome {
    std::fs::create_dir_all(&asked.out)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &asked.out))
        .map_err(|error| Failure::said(format!("{}: {error}", asked.out.display()), ""))
}

/// `pecule sbom`: what this very program is made of, as `CycloneDX`.
fn sbom() -> Outcome {
    output::json(&sbom::cyclonedx()?)
}

/// `pecule advisories`: a copy of the database in one file, for `pecule doctor` elsewhere.
fn advisories(asked: &Advisories) -> Outcome {
    let digest = advisories::digest_folder(&asked.folder)?;
    let text = digest.write().map_err(|error| Failure::said(error.to_string(), ""))?;
    output::say(text.trim_end());
    Ok(())
}
