//! Judges a new password, with what French households tend to choose in mind.
//!
//! The password itself is never folded, trimmed or normalised: what is typed is what counts.

use thiserror::Error;
use zxcvbn::Score;

pub mod breached;
mod words;

/// The fewest characters of a password that stands alone.
pub const LEAST: usize = 15;
const LEAST_WITH_SECOND_FACTOR: usize = 12;
const MOST: usize = 128;

/// Why a password is refused, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordProblem {
    /// It has too few characters.
    #[error("the password has fewer than {least} characters: several words make a good one")]
    TooShort {
        /// How many it needs.
        least: usize,
    },
    /// It has too many characters.
    #[error("the password has more than {most} characters: shorten it")]
    TooLong {
        /// How many it may have.
        most: usize,
    },
    /// It is among the first guesses of an attacker.
    #[error("the password would be guessed soon: take four or five words that have no link")]
    Guessable,
    /// Most of it is a common word, a name, or a word of this household.
    #[error(
        "the password rests on a common word, a first name or a place: \
         add words that have no link with it, or with you"
    )]
    RestsOnKnownWord,
}

/// Refuses a password that could be guessed; `words` are those of this person and household:
/// names, banks.
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
    // Four linked or unlinked words are many guesses; one or two of them with a year are few,
    // whatever the score makes of the year.
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
