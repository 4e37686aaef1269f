//! Runs `pecule doctor`: checks the installation and prints findings with advice.
//!
//! Exits with 0 when no finding is worse than a notice, else with 3. Needs no password, and works while a
//! server runs.

use pecule_app::doctor::Wish;
use pecule_app::installation::Place;
use pecule_web::health::{SaidReport, say_all, with_answers};
use pecule_web::i18n::Lang;
use pecule_web::site::Answers;
use pecule_web::tls::Own;

use super::serve;
use crate::cli::Doctor;
use crate::config::{self, Config};
use crate::error::{Failure, Outcome};
use crate::out;

/// The exit code when a finding is worse than a notice.
const ILL: u8 = 3;

pub(crate) fn run(config: &Config, place: &Place, asked: Doctor) -> Outcome {
    let wish = Wish { full: asked.full, advisories: asked.advisories };
    let report = place.examine(config::clock(), &wish);
    let pair = serve::pair(config, &Own::of(&place.data));
    let doors = &config.doors;
    let answers = Answers::at(doors.listen.value, pair, doors.i_know_plain_http.value);
    let report = with_answers(report, &answers);
    let ill = report.is_ill();
    let said = say_all(report, Lang::En);
    if asked.json {
        out::json(&said)?;
    } else {
        tell(&said);
    }
    if ill { Err(Failure::Told(ILL)) } else { Ok(()) }
}

fn tell(report: &SaidReport) {
    for finding in &report.findings {
        out::say(&format!("{}: {}", finding.severity.key(), out::plain(&finding.sentence)));
        out::say(&format!("    {}", out::plain(&finding.advice)));
    }
    if report.findings.is_empty() {
        out::say("Nothing to report.");
    }
    out::say("");
    for fact in &report.facts {
        out::say(&format!("{}: {}", fact.code, out::plain(&fact.value)));
    }
}
