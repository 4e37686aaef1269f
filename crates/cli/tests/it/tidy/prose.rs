//! Counts phrases in the comments of Rust files that documentation does without.

use super::{none, ours, read, words};

/// The maximum percentage of files whose first line has the form "Title: text".
const MAX_TITLE_PERCENT: usize = 5;

/// The maximum number of comment lines with an indefinite person.
const MAX_PERSONS: usize = 80;

/// The longest title before a colon, in characters.
const MAX_TITLE_CHARS: usize = 60;

const PERSONS: &[&str] =
    &["anybody", "everybody", "everyone", "nobody", "oneself", "somebody", "someone", "whoever"];

/// Tells whether the first line of a file has the form "Title: text".
fn has_title(text: &str) -> bool {
    let Some(head) = text.strip_prefix("//!") else { return false };
    let head = head.lines().next().unwrap_or("").trim();
    head.split_once(": ").is_some_and(|(title, _text)| {
        (1..=MAX_TITLE_CHARS).contains(&title.chars().count()) && !title.contains(['.', '`'])
    })
}

/// Tells whether a line is a comment with an indefinite person.
fn names_a_person(line: &str) -> bool {
    line.trim_start().starts_with("//")
        && words(line).any(|word| PERSONS.contains(&word.to_lowercase().as_str()))
}

/// Returns the lines, counted from 1, that are documentation of one or two words and nothing else.
fn short_comments(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let documentation = |place: Option<usize>| {
        place.and_then(|place| lines.get(place)).is_some_and(|line| line.starts_with("///"))
    };
    lines
        .iter()
        .enumerate()
        .filter(|(place, line)| {
            is_short(line)
                && !documentation(place.checked_sub(1))
                && !documentation(Some(place + 1))
        })
        .map(|(place, _line)| place + 1)
        .collect()
}

/// Tells whether a line is documentation of one or two plain words and a full stop.
fn is_short(line: &str) -> bool {
    let Some(sentence) = line.strip_prefix("///") else { return false };
    let Some(sentence) = sentence.trim().strip_suffix('.') else { return false };
    let plain = |word: &str| word.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    !sentence.is_empty()
        && sentence.split(' ').count() <= 2
        && sentence.split(' ').all(|word| !word.is_empty() && plain(word))
}

#[test]
fn few_files_begin_with_a_title_and_a_colon() {
    let files = ours(&["rs"]);
    let titled: Vec<String> = files.iter().filter(|name| has_title(&read(name))).cloned().collect();
    let share = format!("{} of {} files begin with a title and a colon", titled.len(), files.len());
    println!("{share}");
    assert!(
        titled.len() * 100 <= files.len() * MAX_TITLE_PERCENT,
        "{share}; begin with a verb or a noun, and what it does:\n  {}",
        titled.join("\n  ")
    );
}

#[test]
fn few_comments_name_an_indefinite_person() {
    let mut found = Vec::new();
    for name in ours(&["rs"]) {
        for (place, line) in read(&name).lines().enumerate() {
            if names_a_person(line) {
                found.push(format!("{name}:{}: {}", place + 1, line.trim()));
            }
        }
    }
    println!("{} comments name an indefinite person", found.len());
    let offences = if found.len() > MAX_PERSONS { found } else { Vec::new() };
    none(&offences, "name the person who acts, such as the owner or an administrator:");
}

#[test]
fn no_comment_only_repeats_a_name() {
    let mut offences = Vec::new();
    for name in ours(&["rs"]) {
        let text = read(&name);
        offences.extend(short_comments(&text).into_iter().map(|line| format!("{name}:{line}")));
    }
    none(&offences, "a comment of one or two words says no more than the name; leave it out:");
}

#[test]
fn each_phrase_is_found() {
    assert!(has_title("//! Haste: who fails waits.\n"));
    assert!(!has_title("//! Delays sign-ins. Limits: see below.\n"));
    assert!(!has_title("use a::b;\n"));

    let person = PERSONS[0];
    assert!(names_a_person(&format!("    // It waits for {person}'s answer.")));
    assert!(!names_a_person(&format!("let {person} = 1;")));

    assert_eq!(
        short_comments("    /// Which.\n    a: B,\n    /// Since when.\n    c: D,\n"),
        [1, 3]
    );
    assert!(short_comments("/// Two words.\n///\n/// And more.\n/// In whole cents.\n").is_empty());
}
