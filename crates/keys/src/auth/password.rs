//! Checks the strength of new passwords, with a list of words that French households tend to choose.
//!
//! The password itself is never folded, trimmed or normalised.

use thiserror::Error;
use zxcvbn::Score;

pub mod breached;
mod words;

/// The minimum length without a second factor, in characters.
pub const LEAST: usize = 15;
const LEAST_WITH_SECOND_FACTOR: usize = 12;
const MOST: usize = 128;

/// The reason why a password is refused; each message says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordProblem {
    /// The password has too few characters.
    #[error("the password has fewer than {least} characters: several words make a good one")]
    TooShort {
        /// The minimum, in characters.
        least: usize,
    },
    /// The password has too many characters.
    #[error("the password has more than {most} characters: shorten it")]
    TooLong {
        /// The maximum, in characters.
        most: usize,
    },
    /// The password is among the first guesses of an attacker (zxcvbn score below 3).
    #[error("the password would be guessed soon: take four or five words that have no link")]
    Guessable,
    /// At least half of the letters are common words, names or words of this household.
    #[error(
        "the password rests on a common word, a first name or a place: \
         add words that have no link with it, or with you"
    )]
    RestsOnKnownWord,
}

/// Checks a password. `words` are names of this person and household, such as first names and banks.
///
/// The length must be 15 to 128 characters, or at least 12 with a second factor.
pub fn check(password: &str, words: &[&str], second_factor: bool) -> Result<(), PasswordProblem> {
    let least = if second_factor { LEAST_WITH_SECOND_FACTOR } else { LEAST };
    let length = password.chars().count();
    if length < least {
        return Err(PasswordProblem::TooShort { least });
    }
    if length > MOST {
        return Err(PasswordProblem::TooLong { most: MOST });
    }
    let own = words::own(words);
    let mut known: Vec<&str> = own.iter().map(String::as_str).collect();
    known.extend(words::common());
    let score = zxcvbn::zxcvbn(password, &known).score();
    let words = words::found_in(password, &known);
    // Many words need many guesses, but one or two words with a year need few, although zxcvbn
    // may score the year high.
    let rests_on_words = words.are_substance && (words.different <= 2 || score != Score::Four);
    if rests_on_words {
        Err(PasswordProblem::RestsOnKnownWord)
    } else if score >= Score::Three {
        Ok(())
    } else {
        Err(PasswordProblem::Guessable)
    }
}

#[cfg(test)]
mod tests;
