use proptest::prelude::*;

use crate::auth::password::{PasswordProblem, check};

const OWN: [&str; 2] = ["Éloïse Kerbrat", "Banque Postale"];

#[test]
fn length_is_asked_first() {
    assert_eq!(check("", &[], false), Err(PasswordProblem::TooShort { least: 15 }));
    assert_eq!(check("x7#qLm2!vRt9pK", &[], false), Err(PasswordProblem::TooShort { least: 15 }));
    assert_eq!(check("x7#qLm2!vRt9pK", &[], true), Ok(()));
    assert_eq!(check("x7#qLm2!vRt", &[], true), Err(PasswordProblem::TooShort { least: 12 }));
    assert_eq!(
        check(&"agrafe ".repeat(19), &[], true),
        Err(PasswordProblem::TooLong { most: 128 })
    );
    // The length is in characters, not bytes.
    assert_eq!(check("éèàùçéèàùçéèà", &[], false), Err(PasswordProblem::TooShort { least: 15 }));
}

#[test]
fn good_passwords_pass() {
    for password in [
        "agrafe tuyau meringue boussole",
        "cheval fromage orage violette piano",
        "le homard a vendu 4 escabeaux bleus",
        "x7#qLm2!vRt9pKz",
        "Grxq-vbnw-tzpl-kjhm",
        "ÉTRANGE girouette, Zinc ; parapet",
    ] {
        assert_eq!(check(password, &OWN, false), Ok(()), "{password}");
    }
}

#[test]
fn what_french_households_choose_is_refused() {
    for password in [
        "motdepasse12345",
        "MotDePasse!2024",
        "Soleil2024!Soleil2024!",
        "soleilsoleilsoleil",
        "azertyuiop123456",
        "azertyuiopqsdfgh",
        "Marseille13013!",
        "ParisSaintGermain",
        "allezlesbleus2018",
        "jetaimejetaime1",
        "bonjourbonjour1",
        "Printemps2024!!",
        "janvierfevrier1",
        "Juillet14071789",
        "doudouchouchou2",
        "OlympiqueMarseille",
        "patrimoine2024!",
        "MonPecule2024!!",
        "P@trim0ine-2024",
        "aaaaaaaaaaaaaaa",
        "123456789012345",
        "passwordpassword",
        "EloiseKerbrat1985",
        "kerbrat-kerbrat-85",
        "BanquePostale2024",
    ] {
        assert!(check(password, &OWN, false).is_err(), "{password} must be refused");
    }
}

#[test]
fn each_refusal_says_what_to_do() {
    let rests = check("P@trim0ine-2024", &OWN, false).unwrap_err();
    assert_eq!(rests, PasswordProblem::RestsOnKnownWord);
    let guessable = check("qwertzuiopasdfg", &[], false).unwrap_err();
    assert!(guessable.to_string().contains(": "));
}

#[test]
fn own_words_count_only_for_their_owner() {
    let password = "kerbrat-vozhell-tro";
    assert_eq!(check(password, &[], false), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_typed_makes_it_panic(password in ".{0,140}", word: String, second: bool) {
        let _ = check(&password, &[&word], second);
    }

    #[test]
    fn random_passwords_pass(password in "[a-zA-Z0-9#!?;:-]{24}") {
        prop_assert_eq!(check(&password, &OWN, false), Ok(()));
    }
}
