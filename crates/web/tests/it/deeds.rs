//! Tests that every word of the audit log has a group and a message in both languages.
//!
//! The words are read from the source code: arguments of `AuditEvent::new` and `AuditEvent::of`, followed
//! through constants, `let action = …` and parameters.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pecule_app::alert::catalogue::{Rule, Severity};
use pecule_app::audit::actions::{ACTIONS, Group};
use pecule_web::text::i18n::{Lang, t, t_args};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("tests.rs")
        {
            found.push(path);
        }
    }
}

/// Returns a source without comments and unit tests.
fn plain(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Returns the text up to a position.
fn head(text: &str, at: usize) -> &str {
    text.split_at(at).0
}

fn tail(text: &str, at: usize) -> &str {
    text.split_at(at).1
}

/// Returns the arguments of a call; `text` starts after the opening bracket.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut parts) = (0_i32, false, vec![String::new()]);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
        parts.last_mut().unwrap().push(letter);
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Returns a statement up to its semicolon.
fn statement(text: &str) -> String {
    let (mut depth, mut quoted) = (0_i32, false);
    let ends = |letter: char| {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        letter == ';' && depth == 0 && !quoted
    };
    text.split(ends).next().unwrap().to_owned()
}

/// Returns the string literals.
fn quoted(text: &str) -> Vec<String> {
    let is_word = |word: &&str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    text.split('"').skip(1).step_by(2).filter(is_word).map(str::to_owned).collect()
}

/// Returns the function around a position, and the index of a parameter.
fn parameter(text: &str, at: usize, name: &str) -> Option<(String, usize)> {
    let start = head(text, at).rfind("fn ")? + 3;
    let open = start + tail(text, start).find('(')?;
    let function = tail(head(text, open), start).split('<').next()?.to_owned();
    let parameters = arguments(tail(text, open + 1));
    let own = parameters.iter().filter(|one| !one.ends_with("self")).collect::<Vec<_>>();
    let place = own.iter().position(|one| one.split(':').next() == Some(name))?;
    Some((function, place))
}

/// Returns the words that an expression can have at a position.
fn words(expression: &str, text: &str, at: usize, all: &[String]) -> Vec<String> {
    let literal = quoted(expression);
    if !literal.is_empty() {
        return literal;
    }
    let name = expression.trim_start_matches('&');
    if let Some(found) = text.split(&format!("const {name}: &str =")).nth(1) {
        return quoted(found.split(';').next().unwrap());
    }
    if let Some(found) = head(text, at).rfind(&format!("let {name} =")) {
        return quoted(&statement(tail(text, found)));
    }
    if let Some(found) = head(text, at).rfind(&format!("let ({name},")) {
        return quoted(&statement(tail(text, found)));
    }
    let Some((function, place)) = parameter(text, at, name) else { return Vec::new() };
    let call = format!("{function}(");
    let mut found = Vec::new();
    for text in all {
        for (at, _) in text.match_indices(&call) {
            let before = head(text, at).chars().next_back();
            let is_call = before == Some('.') || before == Some(':') || before == Some(' ');
            if is_call && !head(text, at).ends_with("fn ") {
                let given = arguments(tail(text, at + call.len()));
                found.extend(
                    given.get(place).map(|given| words(given, text, at, &[])).unwrap_or_default(),
                );
            }
        }
    }
    found
}

#[test]
fn every_word_of_the_journal_has_a_group_and_sentences() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut paths);
    let all: Vec<String> = paths.iter().map(|path| plain(path)).collect();
    let (mut used, mut unclear) = (BTreeSet::new(), Vec::new());
    for (path, text) in paths.iter().zip(&all) {
        for (opening, place) in [("AuditEvent::new(", 0), ("AuditEvent::of(", 1)] {
            for (at, _) in text.match_indices(opening) {
                let given = arguments(tail(text, at + opening.len()));
                let found = words(&given[place], text, at, &all);
                if found.is_empty() && !path.ends_with("deed.rs") {
                    unclear.push(format!("{}: {opening}{}", path.display(), given.join(", ")));
                }
                used.extend(found);
            }
        }
    }
    assert!(unclear.is_empty(), "no word was found for: {unclear:#?}");
    assert!(used.len() > 40, "{used:?}");
    let known: BTreeSet<&str> = ACTIONS.iter().map(|(word, _group)| *word).collect();
    let missing: Vec<&String> = used.iter().filter(|word| !known.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "without a group in journal/actions.rs: {missing:?}");
    for lang in [Lang::Fr, Lang::En] {
        let is_unsaid = |word: &&&str| {
            let key = format!("audit-{word}");
            t_args(lang, &key, &[("whom", "x".into())]) == key
        };
        let unsaid: Vec<&&str> = known.iter().filter(is_unsaid).collect();
        assert!(unsaid.is_empty(), "without a sentence in {}/audit.ftl: {unsaid:?}", lang.tag());
    }
}

#[test]
fn every_finding_group_and_break_has_its_words() {
    let rules = Rule::ALL.iter().map(|rule| rule.key()).chain(["bulk-removal", "large-change"]);
    let mut keys: Vec<String> =
        rules.flat_map(|rule| [format!("alert-{rule}"), format!("alert-{rule}-do")]).collect();
    keys.extend(Severity::ALL.iter().map(|one| format!("alert-severity-{}", one.key())));
    keys.extend(Group::ALL.iter().map(|one| format!("journal-kind-{}", one.key())));
    let breaks =
        ["gap", "link", "code", "anchor", "cut", "unreadable", "images", "segment", "before"];
    keys.extend(breaks.iter().map(|one| format!("journal-how-{one}")));
    for lang in [Lang::Fr, Lang::En] {
        for key in &keys {
            assert_ne!(&t(lang, key), key, "{}", lang.tag());
        }
    }
}
