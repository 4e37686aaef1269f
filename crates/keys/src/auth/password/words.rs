//! Finds common words, and words of the household, in passwords.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

/// One word per line, lowercase, without accents.
const COMMON: &str = include_str!("words.txt");

/// Returns the common words of French passwords.
pub(crate) fn common<'a>() -> impl Iterator<Item = &'a str> {
    COMMON.lines().filter(|line| !line.is_empty())
}

/// Splits and folds the words of a person and household. Drops words under three bytes.
pub(crate) fn own(words: &[&str]) -> Vec<String> {
    let parts = words.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
    parts.map(|part| fold(part, plain).to_string()).filter(|part| part.len() >= 3).collect()
}

/// The known words found in a password.
pub(crate) struct Found {
    /// Whether known words make up at least half of the letters.
    pub(crate) are_substance: bool,
    /// The number of distinct known words.
    pub(crate) different: usize,
}

/// Finds known words in a password, as typed and with look-alike digits read as letters.
pub(crate) fn found_in(password: &str, known: &[&str]) -> Found {
    let letters = password.chars().filter(|c| c.is_alphabetic()).count();
    let (typed, undisguised) = (fold(password, plain), fold(password, undisguised));
    let (typed, undisguised) = (covering(&typed, known), covering(&undisguised, known));
    let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    let words = if length(&undisguised) > length(&typed) { undisguised } else { typed };
    let different: BTreeSet<&str> = words.iter().copied().collect();
    Found {
        are_substance: !words.is_empty() && length(&words) * 2 >= letters,
        different: different.len(),
    }
}

/// Returns the known words that follow each other in a text, the longest match at each position.
fn covering<'a>(text: &str, known: &[&'a str]) -> Vec<&'a str> {
    let mut rest = text;
    let mut words = Vec::new();
    while let Some(first) = rest.chars().next() {
        let here = known.iter().filter(|word| word.len() >= 4 && rest.starts_with(**word));
        let longest = here.max_by_key(|word| word.len()).copied();
        words.extend(longest);
        let step = longest.map_or(first.len_utf8(), str::len);
        rest = rest.get(step..).unwrap_or_default();
    }
    words
}

fn fold(text: &str, rule: fn(char) -> char) -> Zeroizing<String> {
    let lowercase = Zeroizing::new(text.to_lowercase());
    Zeroizing::new(lowercase.chars().map(|c| rule(without_accent(c))).collect())
}

fn plain(character: char) -> char {
    character
}

/// Maps digits and signs to the letters they replace.
fn undisguised(character: char) -> char {
    match character {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn without_accent(character: char) -> char {
    match character {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        'ÿ' => 'y',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{common, found_in, own};

    #[test]
    fn the_list_is_long_lowercase_plain_and_without_doubles() {
        let words: Vec<&str> = common().collect();
        assert!(words.len() >= 400, "{}", words.len());
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
        assert!(words.iter().all(|word| {
            word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        }));
    }

    #[test]
    fn own_words_are_split_and_folded() {
        assert_eq!(
            own(&["Éloïse Dupont-Lenoir", "ÇA", "BNP"]),
            ["eloise", "dupont", "lenoir", "bnp"]
        );
    }

    #[test]
    fn disguised_words_are_seen_and_strange_letters_survived() {
        let known = ["soleil", "marseille"];
        let are_substance_of =
            |password: &str, known: &[&str]| found_in(password, known).are_substance;
        assert!(are_substance_of("S0leil!2024#", &known));
        assert!(are_substance_of("M@rs€1lle-2024", &known));
        assert!(!are_substance_of("2024", &known));
        assert!(!are_substance_of("soleilgrxqvbnwtz", &known));
        assert!(!are_substance_of("ŒŒ日本ßĲ", &known));
        assert_eq!(found_in("soleil Soleil SOLEIL", &known).different, 1);
    }
}
