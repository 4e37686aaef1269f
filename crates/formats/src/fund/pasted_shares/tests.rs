use super::*;

fn pasted(text: &str) -> Vec<(String, String)> {
    let paste = read(text);
    assert_eq!(paste.problems, [], "{text}");
    paste.lines.into_iter().map(|line| (line.name, line.share.percentage().to_string())).collect()
}

fn pair(name: &str, share: &str) -> (String, String) {
    (name.to_owned(), share.to_owned())
}

#[test]
fn a_line_is_a_name_and_a_percentage() {
    for (text, name, share) in [
        ("Apple Inc\t5,2 %", "Apple Inc", "5.2"),
        ("AAPL\t5.2", "AAPL", "5.2"),
        ("Apple Inc\t1200\t5,2 %\tTechnology", "Apple Inc", "5.2"),
        ("France 10.88%", "France", "10.88"),
        ("États-Unis : 62,37 %", "États-Unis", "62.37"),
        ("10,88 % France", "France", "10.88"),
        ("S&P 500 12\u{a0}%", "S&P 500", "12"),
        ("3M Company 0.4%", "3M Company", "0.4"),
        ("Reste;100", "Reste", "100"),
        ("France\n\n10.88%", "France", "10.88"),
    ] {
        assert_eq!(pasted(text), [pair(name, share)], "{text}");
    }
}

#[test]
fn names_and_numbers_on_alternate_lines_are_joined() {
    let all = pasted("États-Unis\n62,37 %\nJapon\n5,43 %\n");
    assert_eq!(all, [pair("États-Unis", "62.37"), pair("Japon", "5.43")]);
}

#[test]
fn what_is_not_understood_is_said_line_by_line() {
    let paste = read("Pays\tPoids\nFrance 10 %\nObligation 2030\n5 %\nJapon -2 %\nInde\n");
    let said: Vec<_> = paste.problems.iter().map(|p| (p.line.unwrap(), p.why)).collect();
    assert_eq!(paste.lines.len(), 1);
    assert_eq!(
        said,
        [
            (1, ProblemKind::NotANumber),
            (3, ProblemKind::OutOfRange),
            (4, ProblemKind::Missing),
            (5, ProblemKind::Negative),
            (6, ProblemKind::NotANumber),
        ]
    );
    assert_eq!(read("A 60%\nB 60%").sum().unwrap_err().percentage().to_string(), "120");
}
