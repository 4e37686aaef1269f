//! Reads the XML files of the European Central Bank, with rates for one euro grouped by day.

use pecule_domain::Date;
use pecule_domain::money::currency::Currency;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::market::exchange_rates::rates::Rates;
use crate::problem::ProblemKind;
use crate::{day, decimal};

/// Reads every `Cube` element.
pub(crate) fn read(text: &str, rates: &mut Rates<'_>) {
    let mut reader = Reader::from_str(text);
    let mut on = None;
    let (mut line, mut counted) = (1, 0);
    loop {
        let event = reader.read_event();
        let here = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let passed = text.get(counted..here).unwrap_or("");
        line += passed.bytes().filter(|byte| *byte == b'\n').count();
        counted = here;
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if tag.local_name().as_ref() == "Cube" {
                    cube(&tag, line, &mut on, rates);
                }
            }
            Ok(Event::Eof) => return,
            Ok(_other) => {}
            Err(_) => return rates.findings.note(line, "", ProblemKind::NotXml),
        }
    }
}

/// Reads a `Cube`, which contains a date, or a rate for the last date.
fn cube(tag: &BytesStart<'_>, line: usize, on: &mut Option<Date>, rates: &mut Rates<'_>) {
    let value = |name| {
        let attribute = tag.try_get_attribute(name).ok().flatten()?;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    };
    if let Some(time) = value("time") {
        *on = day::day(&time);
        if on.is_none() {
            rates.findings.note(line, &time, ProblemKind::NotADay);
        }
    }
    let (Some(code), Some(rate)) = (value("currency"), value("rate")) else { return };
    let Some(on) = *on else { return };
    match (code.parse::<Currency>(), decimal::number(&rate)) {
        (Ok(currency), Some(rate)) => rates.add(line, on, (Currency::EUR, currency), rate),
        (Err(_), _) => rates.findings.once(line, &code, ProblemKind::UnknownCurrency),
        (Ok(_), None) => {
            rates.findings.note(line, &format!("{code}: {rate}"), ProblemKind::NotANumber);
        }
    }
}
