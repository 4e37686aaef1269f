//! Formats dates in several lengths, such as `22 novembre 2026`, `22 nov.` and `22/11/2026`.

use jiff::Zoned;
use jiff::civil::Date;

use crate::text::i18n::{Arg, Lang, t, t_args};

const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const FRENCH_SHORT: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ENGLISH_SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Formats a full date: `1er novembre 2026`, `1 November 2026`.
pub fn long(day: Date, lang: Lang) -> String {
    let month = match lang {
        Lang::Fr => name(&FRENCH, day),
        Lang::En => name(&ENGLISH, day),
    };
    format!("{}\u{a0}{month} {}", ordinal(day, lang), day.year())
}

/// Formats a date for tables, with its year: `22 nov. 2026`.
pub fn short(day: Date, lang: Lang) -> String {
    format!("{}\u{a0}{}", without_year(day, lang), day.year())
}

/// Formats a date for tables, without the year if it is that of `today`: `22 nov.`.
pub fn near(day: Date, today: Date, lang: Lang) -> String {
    if day.year() == today.year() { without_year(day, lang) } else { short(day, lang) }
}

/// Formats a range: `2 juin – 28 juin 2026`.
pub fn span(from: Date, until: Date, lang: Lang) -> String {
    let last = short(until, lang);
    if from == until { last } else { format!("{} – {last}", near(from, until, lang)) }
}

/// Formats a date with its time: `22 novembre 2026, 17:05`.
pub fn moment(at: &Zoned, lang: Lang) -> String {
    format!("{}, {}", long(at.date(), lang), at.strftime("%H:%M"))
}

/// Formats a date as it is typed: `22/11/2026` in French, `2026-11-22` in English.
pub fn field(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Lang::En => iso(day),
    }
}

/// Formats an ISO date, the value of `<input type="date">`: `2026-11-22`.
pub fn iso(day: Date) -> String {
    day.to_string()
}

/// Formats the age of a date: "aujourd’hui", "il y a 145 jours".
pub fn age(day: Date, today: Date, lang: Lang) -> String {
    match day.until(today).map(|span| span.get_days()) {
        Ok(days) if days > 0 => t_args(lang, "days-ago", &[("days", Arg::from(days))]),
        Ok(0) => t(lang, "today"),
        Ok(_) | Err(_) => short(day, lang),
    }
}

fn without_year(day: Date, lang: Lang) -> String {
    let month = match lang {
        Lang::Fr => name(&FRENCH_SHORT, day),
        Lang::En => name(&ENGLISH_SHORT, day),
    };
    format!("{}\u{a0}{month}", ordinal(day, lang))
}

fn ordinal(day: Date, lang: Lang) -> String {
    match (lang, day.day()) {
        (Lang::Fr, 1) => "1er".to_owned(),
        (Lang::Fr | Lang::En, number) => number.to_string(),
    }
}

fn name(months: &[&'static str; 12], day: Date) -> &'static str {
    usize::try_from(day.month())
        .ok()
        .and_then(|month| months.get(month.checked_sub(1)?).copied())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn french() {
        let day = date(2026, 11, 22);
        assert_eq!(long(day, Lang::Fr), "22\u{a0}novembre 2026");
        assert_eq!(long(date(2026, 8, 1), Lang::Fr), "1er\u{a0}août 2026");
        assert_eq!(short(day, Lang::Fr), "22\u{a0}nov.\u{a0}2026");
        assert_eq!(near(day, date(2026, 12, 1), Lang::Fr), "22\u{a0}nov.");
        assert_eq!(near(day, date(2027, 1, 1), Lang::Fr), "22\u{a0}nov.\u{a0}2026");
        assert_eq!(field(day, Lang::Fr), "22/11/2026");
    }

    #[test]
    fn a_span_names_a_year_once() {
        let (from, until) = (date(2026, 6, 1), date(2026, 6, 28));
        assert_eq!(span(from, until, Lang::Fr), "1er\u{a0}juin – 28\u{a0}juin\u{a0}2026");
        assert_eq!(span(until, until, Lang::En), "28\u{a0}Jun\u{a0}2026");
        let before = date(2025, 12, 31);
        assert_eq!(span(before, from, Lang::En), "31\u{a0}Dec\u{a0}2025 – 1\u{a0}Jun\u{a0}2026");
    }

    #[test]
    fn moments_have_an_hour() {
        let at = date(2026, 11, 22).at(17, 5, 9, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        assert_eq!(moment(&at, Lang::Fr), "22\u{a0}novembre 2026, 17:05");
    }

    #[test]
    fn english() {
        let day = date(2026, 1, 1);
        assert_eq!(long(day, Lang::En), "1\u{a0}January 2026");
        assert_eq!(short(day, Lang::En), "1\u{a0}Jan\u{a0}2026");
        assert_eq!(field(day, Lang::En), "2026-01-01");
    }

    #[test]
    fn age_is_said_in_words() {
        let today = date(2026, 11, 22);
        assert_eq!(age(today, today, Lang::Fr), "aujourd’hui");
        assert_eq!(age(date(2026, 6, 30), today, Lang::Fr), "il y a 145\u{a0}jours");
        assert_eq!(age(date(2026, 11, 21), today, Lang::En), "1 day ago");
    }
}
