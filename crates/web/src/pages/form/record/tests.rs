use super::*;

#[test]
fn a_comma_groups_in_english_where_pages_write_it_so() {
    let read = |lang, typed: &str| {
        let form = kept(&[("value", typed.to_owned())]);
        number_in(lang, &form, "value").unwrap().unwrap().to_string()
    };
    for (typed, meant) in [
        ("30,000", "30000"),
        ("\u{2212}1,234,567 \u{20ac}", "-1234567"),
        ("1,234.50", "1234.50"),
        ("62,37", "62.37"),
        ("0,125", "0.125"),
        ("1 234,5", "1234.5"),
    ] {
        assert_eq!(read(Lang::En, typed), meant, "{typed}");
    }
    assert_eq!(read(Lang::Fr, "30,000"), "30.000");
    let nothing = number_in(Lang::En, &Form::default(), "value");
    assert!(nothing.unwrap().is_none());
}
