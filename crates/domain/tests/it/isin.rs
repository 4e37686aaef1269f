//! Tests ISINs against independent numbers in the folder `PECULE_ORACLES`.

use pecule_domain::portfolio::isin::{Isin, NotAnIsin};

#[test]
fn check_digits_are_checked() {
    assert!("FR0000120271".parse::<Isin>().is_ok());
    assert_eq!("FR0000120272".parse::<Isin>(), Err(NotAnIsin::CheckDigit));
    assert_eq!("FR000012027".parse::<Isin>(), Err(NotAnIsin::Length));
    assert_eq!("ZZ0000120271".parse::<Isin>(), Err(NotAnIsin::Country));
    assert_eq!(" us 0378331005 ".parse::<Isin>().unwrap().as_str(), "US0378331005");
}
