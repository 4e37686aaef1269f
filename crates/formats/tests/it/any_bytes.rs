//! Tests that no file makes a reader panic.

use pecule_formats::fund::pasted_shares;
use pecule_formats::legacy::LegacyFiles;
use pecule_formats::market::{exchange_rates, prices};
use pecule_formats::{advisories, encoding, fund, legacy};
use proptest::prelude::*;

/// Runs every reader on the same bytes.
fn read_all(bytes: &[u8]) {
    let _ = encoding::decode(bytes);
    let some = Some(bytes);
    let _ = legacy::read(&LegacyFiles { banks: some, accounts: some, assets: some, history: some });
    if let Ok(sheet) = fund::read(bytes) {
        // The sum must match the kept weights.
        let kept = sheet.lines.iter().map(|line| u128::from(line.share.units())).sum::<u128>();
        assert_eq!(kept, u128::from(sheet.sum.units()));
    }
    let _ = exchange_rates::read(bytes, "test");
    let _ = prices::read(bytes);
    let _ = advisories::read(bytes).map(|read| read.map(|advisory| advisory.concerns("1.2.3")));
    let _ = advisories::Digest::read(bytes);
    let _ = pasted_shares::read(&String::from_utf8_lossy(bytes)).sum();
}

/// Generates words that lead deep into the readers.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "name",
        "weight",
        "isin",
        "date",
        "price",
        "base",
        "counter",
        "rate",
        "USD",
        "EUR",
        "actions",
        "allocation",
        "geo_allocation",
        "composants",
        "todo",
        "id",
        "nom",
        "us",
        "2026-01-31",
        "7,82 %",
        "-1",
        "1e9",
        "99999999999999999999999999999999",
        "<Cube time='2026-01-31'>",
        "<Cube currency='USD' rate='1'/>",
        "\"",
        ",",
        ";",
        "\t",
        "\n",
        "{",
        "}",
        "[",
        "]",
        ":",
        "é",
        "\u{feff}",
        "%",
        " ",
        "null",
        "0.00000000000000000000000000001",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

/// Generates JSON from such words.
fn json() -> impl Strategy<Value = String> {
    let quoted = |word: String| {
        format!(
            "\"{}\"",
            word.escape_default()
                .to_string()
                .replace("\\u{feff}", "")
                .replace("\\'", "'")
                .replace("\\u{e9}", "é")
        )
    };
    let leaf = prop_oneof![
        word().prop_map(quoted),
        any::<i64>().prop_map(|n| n.to_string()),
        Just("null".to_owned()),
        Just("1.5e-3".to_owned())
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let fields = prop::collection::vec((word().prop_map(quoted), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            fields.prop_map(|fields| {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("{name}:{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_noise(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn of_words(words in prop::collection::vec(word(), 0..60)) {
        read_all(words.concat().as_bytes());
    }

    #[test]
    fn of_tables(rows in prop::collection::vec(prop::collection::vec(word(), 1..7), 0..12)) {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        for head in ["name,weight,isin,country", "day,base,counter,rate", "date,USD,JPY", "name,day,price"] {
            read_all(format!("{head}\n{}", rows.join("\n")).as_bytes());
        }
    }

    #[test]
    fn of_json(text in json()) {
        read_all(text.as_bytes());
    }
}
