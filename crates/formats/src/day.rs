//! Parses dates as files write them.

use pecule_domain::Date;
use pecule_domain::portfolio::country::fold;

/// The months in English and French, by their distinguishing first letters.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "avr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aou"],
    &["sep"],
    &["oct"],
    &["nov"],
    &["dec"],
];

/// Parses 2026-01-31 (a time may follow), 20260131, 31/01/2026, 31.01.2026, 31 January 2026 and
/// January 31, 2026.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return date(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let bare = match text.split_once(['T', ' ']) {
        Some((day, _time)) if day.len() == 10 => day,
        _ => text,
    };
    let parts: Vec<&str> = bare
        .split(|c: char| matches!(c, '/' | '.' | '-' | ',') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && number(year).is_some() => date(year, month, day),
        [day, month, year] if number(day).is_some() => date(year, month, day),
        [month, day, year] => date(year, month, day),
        _ => None,
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = (year.len() == 4).then(|| number(year)).flatten()?;
    let month = number(month).or_else(|| month_of(month))?;
    // A year outside this range is a typing error.
    if !(1900..2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

fn number(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn month_of(name: &str) -> Option<i16> {
    let name = fold(name);
    let place =
        MONTHS.iter().position(|starts| starts.iter().any(|start| name.starts_with(start)))?;
    i16::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_write_days_in_many_ways() {
        for text in [
            "2026-07-03",
            " 2026-07-03T10:20:30Z ",
            "2026-07-03 10:20:30",
            "20260703",
            "03/07/2026",
            "3.7.2026",
            "03-07-2026",
            "3 July 2026",
            "July 3, 2026",
            "3 juillet 2026",
        ] {
            assert_eq!(
                day(text).map(|day| day.to_string()).as_deref(),
                Some("2026-07-03"),
                "{text}"
            );
        }
        assert_eq!(day("13 août 2026").unwrap().to_string(), "2026-08-13");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["", "2026", "31/02/2026", "2026-13-01", "12/31/2026", "0026-01-01", "-", "a b c"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
