//! Translates the doctor's results for the page, the JSON API and the command line.

use jiff::Timestamp;
use pecule_app::monitoring::doctor::report::{CheckedItem, Finding, Report, Severity};
use serde::Serialize;
use utoipa::ToSchema;

use crate::options::Exposure;
use crate::text::i18n::{Arg, Lang, t_args};
use crate::view::date;

/// A problem found by the doctor, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// Stable code of the problem.
    pub code: &'static str,
    /// `critical`, `warning` or `notice`.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// Description of the problem.
    pub sentence: String,
    /// How to resolve it.
    pub advice: String,
}

/// A report of the doctor, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidReport {
    /// Time of the check.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Whether every byte of every closed file was read.
    pub full: bool,
    /// Problems, most severe first.
    pub findings: Vec<Said>,
    /// Checked items, as stable words and values.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<CheckedItem>,
}

/// Translates a problem.
pub fn say(finding: &Finding, lang: Lang) -> Said {
    let about: Vec<(&str, Arg)> =
        finding.about.iter().map(|(name, value)| (*name, arg(value, lang))).collect();
    let key = format!("doctor-{}", finding.code);
    Said {
        code: finding.code,
        severity: finding.severity,
        sentence: t_args(lang, &key, &about),
        advice: t_args(lang, &format!("{key}-do"), &about),
    }
}

/// Adds problems of the HTTP exposure: the certificate's expiry, or missing encryption.
///
/// An unreadable certificate adds nothing, because the server refuses to start with it.
#[must_use]
pub fn with_answers(report: Report, answers: &Exposure) -> Report {
    match answers {
        Exposure::Near => report,
        Exposure::Clear => report.with_clear_answers(),
        Exposure::Sealed(pair) => match pair.seen() {
            Ok(seen) => report.with_certificate(seen.not_after),
            Err(_unusable) => report,
        },
    }
}

/// Converts a value: integers select the plural form, days are written out.
fn arg(value: &str, lang: Lang) -> Arg {
    if let Ok(count) = value.parse() {
        return Arg::Count(count);
    }
    value.parse().map_or_else(|_not_a_day| value.into(), |day| date::long(day, lang).into())
}

/// Translates a report.
pub fn say_all(report: Report, lang: Lang) -> SaidReport {
    SaidReport {
        at: report.at,
        full: report.full,
        findings: report.findings.iter().map(|finding| say(finding, lang)).collect(),
        facts: report.facts,
    }
}

#[cfg(test)]
mod tests {
    use pecule_app::monitoring::doctor::report::{CODES, FACTS};

    use super::*;
    use crate::text::i18n::t;

    /// Returns a problem with every argument that any message uses.
    fn about(code: &'static str) -> Finding {
        let names = ["path", "why", "mode", "name", "day", "package", "title", "id"];
        let counts = ["others", "days", "megabytes", "times"];
        let texts = names.map(|name| (name, "x".to_owned()));
        let about = texts.into_iter().chain(counts.map(|name| (name, "2".to_owned()))).collect();
        Finding { code, severity: Severity::Notice, about }
    }

    #[test]
    fn every_finding_has_a_sentence_and_one_action_in_both_languages() {
        for lang in Lang::ALL {
            for code in CODES {
                let said = say(&about(code), *lang);
                assert_ne!(said.sentence, format!("doctor-{code}"), "in {}", lang.tag());
                assert_ne!(said.advice, format!("doctor-{code}-do"), "in {}", lang.tag());
            }
            for fact in FACTS {
                let key = format!("doctor-checked-{fact}");
                assert_ne!(t(*lang, &key), key, "{key} in {}", lang.tag());
            }
            for severity in [Severity::Notice, Severity::Warning, Severity::Critical] {
                let key = format!("severity-{}", severity.key());
                assert_ne!(t(*lang, &key), key, "{key} in {}", lang.tag());
            }
        }
    }

    #[test]
    fn what_a_sentence_is_about_stands_in_it() {
        let finding = Finding {
            code: "backup-old",
            severity: Severity::Warning,
            about: vec![("days", "3".to_owned())],
        };
        assert_eq!(say(&finding, Lang::En).sentence, "The latest backup is 3 days old.");
        assert_eq!(say(&finding, Lang::Fr).sentence, "La dernière sauvegarde a 3 jours.");
    }
}
