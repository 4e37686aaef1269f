//! Writes the texts of notifications, in the recipient's language.

use pecule_app::alert::catalogue::Rule;
use pecule_app::monitoring::notifications::text::MessageText;

use crate::text::i18n::{Lang, t, t_args};

/// Returns the text for a rule, or for a test notification if there is none.
///
/// It contains no details of the alert, because notifications leave the household's own servers.
pub fn say(language: &str, rule: Option<Rule>) -> MessageText {
    let lang = Lang::from_tag(language).unwrap_or_default();
    let Some(rule) = rule else {
        return MessageText { subject: t(lang, "message-try"), text: t(lang, "message-try-text") };
    };
    let title = t(lang, &format!("alert-{}", rule.key()));
    let severity = t(lang, &format!("alert-severity-{}", rule.severity().key()));
    MessageText {
        subject: t_args(lang, "message-subject", &[("severity", severity.into())]),
        text: t_args(lang, "message-text", &[("title", title.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let tried = say(lang.tag(), None);
            assert!(!tried.subject.starts_with("message-") && !tried.text.starts_with("message-"));
            for rule in Rule::ALL {
                let words = say(lang.tag(), Some(*rule));
                let title = t(*lang, &format!("alert-{}", rule.key()));
                assert!(words.text.contains(&title), "{}", rule.key());
                assert!(!words.subject.contains('{') && !words.subject.contains('\n'));
            }
        }
    }
}
