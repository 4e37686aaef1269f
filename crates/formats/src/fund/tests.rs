use super::*;
use crate::ProblemKind;
use crate::fund::line::Weights;
use pecule_domain::money::share::Share;
use pecule_domain::portfolio::asset::AssetKind;
use pecule_domain::portfolio::class::Class;
use pecule_domain::portfolio::zone::Zone;

fn sheet(text: &str) -> FundSheet {
    read(text.as_bytes()).unwrap()
}

fn percentages(sheet: &FundSheet) -> Vec<(&str, String)> {
    sheet
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.share.percentage().to_string()))
        .collect()
}

fn said(sheet: &FundSheet) -> Vec<(Option<usize>, ProblemKind)> {
    sheet.problems.iter().map(|problem| (problem.line, problem.why)).collect()
}

#[test]
fn a_list_lies_at_the_root_or_under_a_usual_name() {
    let list = r#"[{"name": "A", "weight": 7.82}, {"name": "B", "weight": "7,82 %"}]"#;
    for text in [
        list.to_owned(),
        format!(r#"{{"asOf": "2025", "holdings": {list}}}"#),
        format!(r#"{{"fund": {{"name": "F", "holdings": 2, "aaData": {list}}}}}"#),
        list.replace("name", "Nom").replace("weight", "Poids (%)"),
        list.replace("7.82,", r#"{"display": "7,8", "raw": 7.82},"#),
    ] {
        let sheet = sheet(&text);
        assert_eq!(
            percentages(&sheet),
            [("A", "7.82".to_owned()), ("B", "7.82".to_owned())],
            "{text}"
        );
        assert_eq!(sheet.sum.percentage().to_string(), "15.64");
        assert_eq!(said(&sheet), []);
    }
}

#[test]
fn a_table_may_have_lines_before_its_head_and_after_its_rows() {
    let text = "iShares Fonds\nFund Holdings as of,\"Nov 14, 2025\"\n\u{a0}\n\
        Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Location\n\
        \"AAPL\",\"APPLE, INC\",\"IT\",\"Equity\",\"1,234.56\",\"7.02\",\"United States\"\n\
        \"-\",\"USD CASH\",\"Cash and/or Derivatives\",\"Cash\",\"5.00\",\"0.06\",\"-\"\n\
        \"T\",\"TREASURY NOTE\",\"-\",\"Fixed Income\",\"5.00\",\"0.00\",\"Atlantis\"\n\
        \u{a0}\n\"The content contained herein, is owned by somebody.\"\n";
    let sheet = sheet(text);
    let apple = &sheet.lines[0];
    assert_eq!((apple.line, apple.name.as_str(), apple.zone), (5, "APPLE, INC", Some(Zone::Us)));
    assert_eq!(apple.class, Class::Equity);
    let cash = &sheet.lines[1];
    assert_eq!((cash.class, cash.ticker.as_deref(), cash.zone), (Class::Cash, None, None));
    assert_eq!((sheet.lines[2].kind, sheet.lines[2].class), (AssetKind::Bond, Class::Bonds));
    assert!(sheet.lines[2].share.is_none(), "a weight of zero is kept");
    assert_eq!(said(&sheet), [(Some(7), ProblemKind::UnknownPlace)]);
    assert_eq!(sheet.sum.percentage().to_string(), "7.08");
}

#[test]
fn separators_and_languages_vary() {
    for text in [
        "ISIN;Nom;Pondération;Pays;Classe d'actifs\nFR0000120271;TotalEnergies;4,25 %;France;Actions\nTotal;;4,25 %\n",
        "Poids\tPays\tNom du titre\tCode ISIN\n4,25\tFR\tTotalEnergies\tFR0000120271\n",
        "% of Net Assets|Security Name|ISIN|Location\n4.25|TotalEnergies|FR0000120271|France\n",
    ] {
        let sheet = sheet(text);
        assert_eq!(percentages(&sheet), [("TotalEnergies", "4.25".to_owned())], "{text}");
        assert_eq!(sheet.lines[0].zone, Some(Zone::Eurozone));
        assert_eq!(sheet.lines[0].isin.unwrap().as_str(), "FR0000120271");
        assert_eq!(said(&sheet), [], "{text}");
    }
}

#[test]
fn weights_that_add_up_to_one_are_fractions_and_all_others_percentages() {
    let fractions = sheet("name,weight\nA,0.6237\nB,0.3763\n");
    assert_eq!(fractions.weights, Weights::Fractions);
    assert_eq!(fractions.sum, Share::WHOLE);
    for text in [
        "name,weight\nA,0.6\n",
        "name,weight (%)\nA,0.6\nB,0.4\n",
        "name,weight\nA,0.6 %\nB,0.4 %\n",
    ] {
        assert_eq!(sheet(text).weights, Weights::Percent, "{text}");
    }
}

#[test]
fn a_negative_weight_is_left_out_and_said() {
    let sheet = sheet("name,weight\nA,60\nCollateral,-1.5\nB,\nC,abc\nD,101\n,5\n");
    assert_eq!(percentages(&sheet), [("A", "60".to_owned())]);
    assert_eq!(
        said(&sheet),
        [
            (Some(3), ProblemKind::Negative),
            (Some(5), ProblemKind::NotANumber),
            (Some(6), ProblemKind::OutOfRange),
        ]
    );
}

#[test]
fn more_than_the_whole_is_refused_with_its_sum() {
    let refused = read(b"name,weight\nA,60\nB,40.02\n").unwrap_err();
    let UnreadableFund::TooMuch(excess) = refused else { panic!("{refused}") };
    assert_eq!(excess.percentage().to_string(), "100.02");
}

#[test]
fn doubles_are_added_and_said() {
    let sheet = sheet(
        "name,ticker,isin,weight\nA,T,,1.5\nA,U,,2\nA,T,,0.25\nB,,FR0000120271,3\nC,,FR0000120271,4\n",
    );
    let found: Vec<String> =
        sheet.lines.iter().map(|line| line.share.percentage().to_string()).collect();
    assert_eq!(found, ["1.75", "2", "7"]);
    assert_eq!(said(&sheet), [(Some(4), ProblemKind::Merged), (Some(6), ProblemKind::Merged)]);
    assert_eq!(sheet.sum.percentage().to_string(), "10.75");
}

#[test]
fn what_is_no_list_is_refused() {
    for (text, why) in [
        ("", ProblemKind::NoHead),
        ("hello", ProblemKind::NoHead),
        ("{\"a\": 1}", ProblemKind::NotAList),
        ("[1, 2]", ProblemKind::NoHead),
        ("[", ProblemKind::NotJson),
        ("[{\"name\": \"A\"}]", ProblemKind::NoHead),
        ("name,weight\n", ProblemKind::NoLines),
        ("name,weight\nA,-1\n", ProblemKind::NoLines),
    ] {
        match read(text.as_bytes()).unwrap_err() {
            UnreadableFund::Unreadable(problem) => assert_eq!(problem.why, why, "{text}"),
            other @ UnreadableFund::TooMuch(_) => panic!("{text}: {other}"),
        }
    }
}
