//! Formats money, as `497 692,77 €` in French and `€497,692.77` in English.

use pecule_domain::money::amount::Money;
use pecule_domain::money::currency::Currency;
use rust_decimal::Decimal;

use crate::text::i18n::Lang;
use crate::view::number;
use crate::view::number::{FIXED_SPACE, MINUS};

/// Placeholder of a hidden amount. The page then contains no amount.
pub const HIDDEN: &str = "••••••";

/// Formats money to the cent.
pub fn money(value: Money, lang: Lang) -> String {
    amount(value.decimal(), value.currency, lang)
}

/// Formats an amount with the decimals of its currency.
pub fn amount(value: Decimal, currency: Currency, lang: Lang) -> String {
    with_sign(&number::fixed(value, currency.decimals(), lang), currency, lang)
}

/// Formats an amount in whole units, for headings and narrow columns.
pub fn whole(value: Decimal, currency: Currency, lang: Lang) -> String {
    with_sign(&number::fixed(value, 0, lang), currency, lang)
}

/// Formats a change with its sign: `+56 305,72 €`; zero is `0,00 €`.
pub fn signed(value: Decimal, currency: Currency, lang: Lang) -> String {
    let text = amount(value, currency, lang);
    if value > Decimal::ZERO { format!("+{text}") } else { text }
}

/// Formats a unit price with all its decimals, and at least those of the currency.
pub fn price(value: Decimal, currency: Currency, lang: Lang) -> String {
    let decimals = value.normalize().scale().max(currency.decimals());
    with_sign(&number::fixed(value, decimals, lang), currency, lang)
}

/// Formats the main figure of a screen in two parts, so that the cents can be smaller: `458 231`
/// and `,14 €`.
///
/// In English the currency sign comes first: `€458,231` and `.14`.
pub fn figure(value: Decimal, currency: Currency, lang: Lang) -> (String, String) {
    let text = amount(value, currency, lang);
    match text.rfind(number::decimal_mark(lang)) {
        Some(at) if currency.decimals() > 0 => {
            let (main, rest) = text.split_at(at);
            (main.to_owned(), rest.to_owned())
        }
        Some(_) | None => (text, String::new()),
    }
}

/// Formats thousands for dense tables: `75,2` under a head with `k€`.
pub fn thousands(value: Decimal, lang: Lang) -> String {
    number::fixed(value / Decimal::ONE_THOUSAND, 1, lang)
}

fn with_sign(number: &str, currency: Currency, lang: Lang) -> String {
    let sign = sign(currency);
    match lang {
        Lang::Fr => format!("{number}{FIXED_SPACE}{sign}"),
        Lang::En => {
            let (minus, digits) =
                number.strip_prefix(MINUS).map_or(("", number), |digits| ("\u{2212}", digits));
            // A currency code is separated by a space: CHF 12.00.
            let gap = if sign.chars().all(|c| c.is_ascii_alphabetic()) { "\u{a0}" } else { "" };
            format!("{minus}{sign}{gap}{digits}")
        }
    }
}

/// Returns the sign of currencies with an unambiguous sign, else the code.
pub fn sign(currency: Currency) -> String {
    match currency.code() {
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        code => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }
    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn french() {
        let eur = Currency::EUR;
        assert_eq!(amount(dec("497692.77"), eur, Lang::Fr), "497\u{202f}692,77\u{a0}€");
        assert_eq!(amount(dec("-8204.9"), eur, Lang::Fr), "\u{2212}8\u{202f}204,90\u{a0}€");
        assert_eq!(signed(dec("0.5"), eur, Lang::Fr), "+0,50\u{a0}€");
        assert_eq!(signed(dec("0"), eur, Lang::Fr), "0,00\u{a0}€");
        assert_eq!(price(dec("31.84500"), eur, Lang::Fr), "31,845\u{a0}€");
        assert_eq!(
            figure(dec("458231.14"), eur, Lang::Fr),
            ("458\u{202f}231".into(), ",14\u{a0}€".into())
        );
        assert_eq!(thousands(dec("328600"), Lang::Fr), "328,6");
    }

    #[test]
    fn english() {
        let eur = Currency::EUR;
        assert_eq!(amount(dec("497692.77"), eur, Lang::En), "€497,692.77");
        assert_eq!(amount(dec("-8204.9"), eur, Lang::En), "\u{2212}€8,204.90");
        assert_eq!(figure(dec("458231.14"), eur, Lang::En), ("€458,231".into(), ".14".into()));
    }

    #[test]
    fn each_currency_has_its_own_coins() {
        assert_eq!(amount(dec("1234.5"), currency("JPY"), Lang::Fr), "1\u{202f}235\u{a0}¥");
        assert_eq!(
            figure(dec("1234"), currency("JPY"), Lang::En),
            ("¥1,234".into(), String::new())
        );
        assert_eq!(amount(dec("12"), currency("CHF"), Lang::En), "CHF\u{a0}12.00");
        assert_eq!(amount(dec("12"), currency("CHF"), Lang::Fr), "12,00\u{a0}CHF");
    }
}
