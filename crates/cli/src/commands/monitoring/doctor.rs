//! Runs `pecule doctor`: checks the installation and prints findings with advice.
//!
//! Exits with 0 when no finding is worse than a notice, else with 3. Needs no password, and works while a
//! server runs.

use pecule_app::config::data_location::DataLocation;
use pecule_app::monitoring::doctor::report::DoctorOptions;
use pecule_web::options::Exposure;
use pecule_web::server::tls::own::HouseholdTls;
use pecule_web::text::doctor::{SaidReport, say_all, with_answers};
use pecule_web::text::i18n::Lang;

use crate::cli::tools::Doctor;
use crate::commands::serve;
use crate::config::Config;
use crate::error::{Failure, Outcome};
use crate::{config, output};

/// The exit code when a finding is worse than a notice.
const ILL: u8 = 3;

pub(crate) fn run(config: &Config, place: &DataLocation, asked: Doctor) -> Outcome {
    let wish = DoctorOptions { full: asked.full, advisories: asked.advisories };
    let report = place.examine(config::clock(), &wish);
    let pair = serve::pair(config, &HouseholdTls::of(&place.data));
    let doors = &config.doors;
    let answers = Exposure::at(doors.listen.value, pair, doors.allow_plain_http.value);
    let report = with_answers(report, &answers);
    let ill = report.is_ill();
    let said = say_all(report, Lang::En);
    if asked.json {
        output::json(&said)?;
    } else {
        tell(&said);
    }
    if ill { Err(Failure::Told(ILL)) } else { Ok(()) }
}

fn tell(report: &SaidReport) {
    for finding in &report.findings {
        output::say(&format!("{}: {}", finding.severity.key(), output::plain(&finding.sentence)));
        output::say(&format!("    {}", output::plain(&finding.advice)));
    }
    if report.findings.is_empty() {
        output::say("Nothing to report.");
    }
    output::say("");
    for fact in &report.facts {
        output::say(&format!("{}: {}", fact.code, output::plain(&fact.value)));
    }
}
