use super::*;

#[test]
fn an_asset_is_named_by_number_short_name_or_name() {
    let reading = read(
        b"ISIN;Symbole;Nom;Date;Cours;Devise\nFR0000120271;TTE;TotalEnergies;31/01/2026;55,12;EUR\n\
        ;VOD;;2026-01-31;71.5;GBX\n;;Maison;2026-01-31;0;\n",
    );
    assert_eq!(reading.problems, []);
    let [total, vodafone, house] = reading.lines.as_slice() else { panic!("{reading:?}") };
    assert_eq!(total.isin.unwrap().as_str(), "FR0000120271");
    assert_eq!((total.price.to_string().as_str(), total.line), ("55.12", 2));
    assert!(vodafone.unit.unwrap().hundredths);
    assert_eq!((house.name.as_deref(), house.unit), (Some("Maison"), None));
}

#[test]
fn what_is_not_understood_is_said_line_by_line() {
    let reading = read(
        b"name,isin,day,price,currency\nA,X,2026-01-31,1,EUR\n,,2026-01-31,1,EUR\nA,,demain,1,EUR\n\
        A,,2026-01-31,x,EUR\nA,,2026-01-31,-1,EUR\nA,,2026-01-31,1,ZZZ\n",
    );
    let said: Vec<_> = reading.problems.iter().map(|p| (p.line, p.why)).collect();
    assert_eq!(
        said,
        [
            (Some(2), ProblemKind::NotAnIsin),
            (Some(3), ProblemKind::Missing),
            (Some(4), ProblemKind::NotADay),
            (Some(5), ProblemKind::NotANumber),
            (Some(6), ProblemKind::Negative),
            (Some(7), ProblemKind::UnknownCurrency),
            (None, ProblemKind::NoLines),
        ]
    );
    assert_eq!(read(b"name,price\nA,1\n").problems[0].why, ProblemKind::NoHead);
}
