//! What the doctor found, in words: the same for the page, the JSON API and the command.

use jiff::Timestamp;
use pecule_app::monitoring::doctor::{Fact, Finding, Report, Severity};
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::serve::Answers;
use crate::text::i18n::{Arg, Lang, t_args};
use crate::view::date;

/// A finding in somebody's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// Which, as a stable word.
    pub code: &'static str,
    /// How bad it is: `critical`, `warning` or `notice`.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// What was found.
    pub sentence: String,
    /// The one thing to do.
    pub advice: String,
}

/// A report in somebody's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SaidReport {
    /// When the doctor looked.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// Whether the bytes of every file were read.
    pub full: bool,
    /// What was found, the worst first.
    pub findings: Vec<Said>,
    /// What was looked up on the way, as stable words and values.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<Fact>,
}

/// Puts a finding into words.
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

/// Adds how browsers are answered: what the certificate says of itself, or that nothing is encrypted.
///
/// A certificate that cannot be read is the server's to refuse.
#[must_use]
pub fn with_answers(report: Report, answers: &Answers) -> Report {
    match answers {
        Answers::Near => report,
        Answers::Clear => report.with_clear_answers(),
        Answers::Sealed(pair) => match pair.seen() {
            Ok(seen) => report.with_certificate(seen.not_after),
            Err(_unusable) => report,
        },
    }
}

/// A number chooses between singular and plural, a day is written out.
fn arg(value: &str, lang: Lang) -> Arg {
    if let Ok(count) = value.parse() {
        return Arg::Count(count);
    }
    value.parse().map_or_else(|_not_a_day| value.into(), |day| date::long(day, lang).into())
}

/// Puts a report into words.
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
    use pecule_app::monitoring::doctor::{CODES, FACTS};

    use super::*;
    use crate::text::i18n::t;

    /// A finding with everything that any sentence may be about.
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
