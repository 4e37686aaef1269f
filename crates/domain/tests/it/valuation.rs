//! Tests the valuation of holdings.

use jiff::civil::date;
use pecule_domain::id::AssetId;
use pecule_domain::market::exchange_rate::{ExchangeRate, Rates};
use pecule_domain::market::price::Quote;
use pecule_domain::money::currency::Currency;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::{Asset, AssetKind, Unit};
use pecule_domain::portfolio::holding::{Ownership, Position, Right};
use pecule_domain::valuation::value::{Basis, Known, Unvalued, Valuation, value};
use rust_decimal::Decimal;
use uuid::Uuid;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn asset(kind: AssetKind, unit: Unit, currency: &str) -> Asset {
    Asset {
        id: AssetId::new(Uuid::from_u128(1)),
        name: "Actif".to_owned(),
        kind,
        isin: None,
        ticker: None,
        issuer: None,
        currency: currency.parse().unwrap(),
        unit,
        notes: String::new(),
        version: 1,
    }
}

fn quote(price: &str, unit: &str) -> Quote {
    Quote {
        asset: AssetId::new(Uuid::from_u128(1)),
        on: date(2026, 11, 20),
        price: decimal(price),
        unit: unit.parse().unwrap(),
        source: "test".to_owned(),
    }
}

fn rate(base: &str, counter: &str, rate: &str) -> ExchangeRate {
    ExchangeRate {
        base: base.parse().unwrap(),
        counter: counter.parse().unwrap(),
        on: date(2026, 11, 1),
        rate: decimal(rate),
        source: "test".to_owned(),
    }
}

fn valued(
    asset: &Asset,
    position: Position,
    quote: Option<&Quote>,
    rates: &[ExchangeRate],
    share: Share,
) -> Result<Valuation, Unvalued> {
    let known = Known {
        asset,
        position,
        stated_on: date(2026, 11, 1),
        ownership: Ownership { right: Right::Full, share },
        quote,
    };
    value(&known, &Rates::new(rates.iter().cloned()), Currency::EUR, date(2026, 11, 22))
}

#[test]
fn a_quantity_is_worth_its_price_at_the_rate_of_the_day() {
    let asset = asset(AssetKind::Stock, Unit::Piece, "USD");
    let rates = [rate("EUR", "USD", "1.25")];
    let position = Position::Quantity(decimal("12.5"));
    let value = valued(&asset, position, Some(&quote("100", "USD")), &rates, Share::WHOLE).unwrap();
    assert_eq!(value.amount.rounded(2).to_string(), "1000.00");
    assert_eq!(value.native.rounded(2).to_string(), "1250.00");
    assert_eq!((value.basis, value.on), (Basis::Quoted, date(2026, 11, 20)));
}

#[test]
fn a_missing_rate_is_never_taken_as_one() {
    let asset = asset(AssetKind::Stock, Unit::Piece, "USD");
    let missing = valued(&asset, Position::Value(decimal("100")), None, &[], Share::WHOLE);
    let usd = Currency::USD;
    assert_eq!(missing.unwrap_err(), Unvalued::NoRate { from: usd, to: Currency::EUR });
}

#[test]
fn a_missing_price_is_said() {
    let asset = asset(AssetKind::Stock, Unit::Piece, "EUR");
    let missing = valued(&asset, Position::Quantity(decimal("3")), None, &[], Share::WHOLE);
    assert_eq!(missing.unwrap_err(), Unvalued::NoQuote);
}

#[test]
fn london_and_johannesburg_quote_in_hundredths() {
    let asset = asset(AssetKind::Stock, Unit::Piece, "GBP");
    let rates = [rate("GBP", "EUR", "1.2")];
    for unit in ["GBX", "GBp"] {
        let quote = quote("1650.5", unit);
        let value =
            valued(&asset, Position::Quantity(decimal("10")), Some(&quote), &rates, Share::WHOLE);
        assert_eq!(value.unwrap().amount.rounded(2).to_string(), "198.06", "{unit}");
    }
    let rates = [rate("EUR", "ZAR", "20")];
    for unit in ["ZAc", "ZAC"] {
        let quote = quote("20000", unit);
        let value =
            valued(&asset, Position::Quantity(decimal("10")), Some(&quote), &rates, Share::WHOLE);
        assert_eq!(value.unwrap().amount.rounded(2).to_string(), "100.00", "{unit}");
    }
}

#[test]
fn metals_are_quoted_by_the_troy_ounce() {
    let rates = [rate("EUR", "USD", "1")];
    let quote = quote("23.684", "USD");
    let grams = asset(AssetKind::Metal, Unit::Gram, "USD");
    let value =
        valued(&grams, Position::Quantity(decimal("1")), Some(&quote), &rates, Share::WHOLE);
    assert_eq!(value.unwrap().amount.rounded(4).to_string(), "0.7615");
    let ounces = asset(AssetKind::Metal, Unit::TroyOunce, "USD");
    let position = Position::Quantity(decimal("31.1034768"));
    let by_gram = valued(&grams, position, Some(&quote), &rates, Share::WHOLE).unwrap();
    let one = Position::Quantity(decimal("1"));
    let by_ounce = valued(&ounces, one, Some(&quote), &rates, Share::WHOLE).unwrap();
    assert_eq!(by_gram.amount.rounded(15), by_ounce.amount.rounded(15));
}

#[test]
fn one_counts_the_share_that_one_owns() {
    let home = asset(AssetKind::Property, Unit::Piece, "EUR");
    let half = Share::from_percent(50).unwrap();
    let value = valued(&home, Position::Value(decimal("420000.01")), None, &[], half).unwrap();
    assert_eq!(value.amount.rounded(3).to_string(), "210000.005");
    let loan = asset(AssetKind::Loan, Unit::Piece, "EUR");
    let value = valued(&loan, Position::Value(decimal("-1000")), None, &[], half).unwrap();
    assert_eq!(value.amount.rounded(2).to_string(), "-500.00");
}

#[test]
fn money_is_worth_its_face() {
    let cash = asset(AssetKind::Cash, Unit::Piece, "EUR");
    let value =
        valued(&cash, Position::Quantity(decimal("12.34")), None, &[], Share::WHOLE).unwrap();
    assert_eq!((value.amount.rounded(2).to_string().as_str(), value.basis), ("12.34", Basis::Face));
}
