use super::*;

fn rates(text: &str) -> Vec<String> {
    let reading = read(text.as_bytes(), "test");
    assert_eq!(reading.problems, [], "{text}");
    assert!(reading.lines.iter().all(|rate| rate.source == "test"));
    reading
        .lines
        .iter()
        .map(|rate| format!("{} {} {} {}", rate.on, rate.base, rate.counter, rate.rate))
        .collect()
}

fn said(text: &str) -> Vec<(Option<usize>, ProblemKind)> {
    let problems = read(text.as_bytes(), "test").problems;
    problems.into_iter().map(|problem| (problem.line, problem.why)).collect()
}

#[test]
fn columns_stand_in_any_order_and_language() {
    for text in [
        "day,base,counter,rate\n2026-01-31,EUR,USD,1.0556\n",
        "Taux;Devise;Jour;Base\n1,0556;usd;31/01/2026;EUR\n\n",
        "from\tto\tdate\trate\nEUR\tUSD\t31 January 2026\t1.0556\nEUR\tUSD\t2026-01-31\t1.0556\n",
        "Date, USD, JPY, \n31 January 2026, 1.0556, N/A, \n",
    ] {
        assert_eq!(rates(text), ["2026-01-31 EUR USD 1.0556"], "{text}");
    }
}

#[test]
fn the_xml_of_the_central_bank_is_read() {
    let text = "<?xml version=\"1.0\"?>\n<gesmes:Envelope xmlns:gesmes=\"g\" xmlns=\"e\"><Cube>\n\
        <Cube time='2026-01-31'><Cube currency='USD' rate='1.0556'/>\n\
        <Cube currency=\"JPY\" rate=\"120.65\"></Cube></Cube></Cube></gesmes:Envelope>";
    assert_eq!(rates(text), ["2026-01-31 EUR USD 1.0556", "2026-01-31 EUR JPY 120.65"]);
    let broken = "<Cube><Cube time='2026-01-31'>\n<Cube currency='USD' rate='x'/>\n</Cub>";
    assert_eq!(said(broken), [(Some(2), ProblemKind::NotANumber), (Some(3), ProblemKind::NotXml)]);
}

#[test]
fn what_is_not_understood_is_said_line_by_line() {
    let text = "day,base,counter,rate\nhier,EUR,USD,1\n2026-01-31,EUR,EUR,1\n2026-01-31,EUR,USD,0\n\
        2026-01-31,EUR,ZZZ,1\n2026-01-31,EUR,USD,x\n2026-01-31,EUR,USD,1.1\n2026-01-31,EUR,USD,1.2\n";
    assert_eq!(
        said(text),
        [
            (Some(2), ProblemKind::NotADay),
            (Some(3), ProblemKind::SameCurrency),
            (Some(4), ProblemKind::NotAboveZero),
            (Some(5), ProblemKind::UnknownCurrency),
            (Some(6), ProblemKind::NotANumber),
            (Some(8), ProblemKind::Contradicts),
        ]
    );
    assert_eq!(read(text.as_bytes(), "").lines.len(), 1);
    assert_eq!(said("hello"), [(None, ProblemKind::NoHead)]);
    assert_eq!(said("<a/>"), [(None, ProblemKind::NoLines)]);
    let wide = "Date,USD,ZZZ\n2026-01-31,1,2\n2026-01-30,x,2\n";
    assert_eq!(
        said(wide),
        [(Some(2), ProblemKind::UnknownCurrency), (Some(3), ProblemKind::NotANumber)]
    );
}
