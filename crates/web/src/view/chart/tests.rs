use super::*;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_name_cannot_leave_its_script() {
    let part = Part::new("</script><script>alert(1)</script>", dec("1"), Some(1));
    let chart = Chart::new(Drawing::Treemap { parts: vec![part] }, Some("EUR"), "Une part.");
    let json = chart.json();
    assert!(!json.contains('<'), "{json}");
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read["parts"][0]["name"], "</script><script>alert(1)</script>");
    assert_eq!(read["currency"], "EUR");
    assert_eq!(chart.kind(), "treemap");
}

#[test]
fn numbers_arrive_as_numbers() {
    let chart = Chart::new(
        Drawing::AreaLine {
            days: vec!["2026-11-22".into()],
            name: "Net".into(),
            values: vec![Some(dec("458231.14").into()), None],
            put: None,
        },
        None,
        "x",
    );
    assert_eq!(
        chart.json(),
        r#"{"days":["2026-11-22"],"name":"Net","values":[458231.14,null],"summary":"x"}"#
    );
}

#[test]
fn heat_has_nine_steps() {
    let most = dec("64");
    let steps: Vec<u8> =
        ["0", "0.01", "1", "1.01", "16", "63", "64"].iter().map(|v| heat(dec(v), most)).collect();
    assert_eq!(steps, [0, 1, 1, 2, 4, 8, 8]);
    assert_eq!(heat(dec("1"), dec("0")), 0);
}

#[test]
fn each_class_has_a_colour_of_its_own() {
    let colours: std::collections::BTreeSet<u8> =
        Class::ALL.iter().map(|class| series(*class)).collect();
    assert_eq!(colours.len(), Class::ALL.len() - 1, "all but debts, which are never a part");
    assert!(!colours.contains(&UNASSIGNED));
}

#[test]
fn lengths_stay_within_the_bar() {
    assert_eq!(length(dec("0.24807")), "24.807%");
    assert_eq!(length(dec("1.2")), "100%");
    assert_eq!(length(dec("-1")), "0%");
}
