#![expect(clippy::string_slice, reason = "what is cut here is ASCII")]

use proptest::prelude::*;

use crate::auth::recovery_code::{RecoveryCode, RecoveryCodeProblem};

#[test]
fn a_code_is_nine_groups_of_four() {
    let code = RecoveryCode::generate().unwrap();
    let text = code.text();
    assert_eq!((text.len(), code.groups().len()), (44, RecoveryCode::GROUPS));
    assert!(text.split('-').zip(code.groups()).all(|(a, b)| a.len() == 4 && a == *b));
    assert_ne!(text, RecoveryCode::generate().unwrap().text());
}

#[test]
fn typing_is_forgiven_but_not_mistakes() {
    let code = RecoveryCode::parse("0000-0000-0000-0000-0000-0000-0000-0001-XXXX");
    assert_eq!(code.unwrap_err(), RecoveryCodeProblem::Checksum);
    let code = RecoveryCode(zeroize::Zeroizing::new([0x84; 20]));
    let text = code.text();
    let sloppy = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    assert_eq!(RecoveryCode::parse(&sloppy).unwrap().bytes(), code.bytes());
    assert_eq!(RecoveryCode::parse(&text.replace('-', "")).unwrap().bytes(), code.bytes());
    assert_eq!(
        RecoveryCode::parse(&text[..43]).unwrap_err(),
        RecoveryCodeProblem::WrongLength { typed: 35 }
    );
    assert_eq!(
        RecoveryCode::parse(&format!("{}0", *text)).unwrap_err(),
        RecoveryCodeProblem::WrongLength { typed: 37 }
    );
    assert_eq!(RecoveryCode::parse("").unwrap_err(), RecoveryCodeProblem::WrongLength { typed: 0 });
    assert_eq!(
        RecoveryCode::parse("U000").unwrap_err(),
        RecoveryCodeProblem::StrayCharacter { character: 'U' }
    );
}

#[test]
fn groups_are_typed_back_one_by_one() {
    let code = RecoveryCode::generate().unwrap();
    for (index, group) in code.groups().iter().enumerate() {
        assert!(code.matches_group(index, group));
        assert!(code.matches_group(index, &format!(" {} ", group.to_lowercase())));
        assert!(!code.matches_group(index, ""));
        assert!(!code.matches_group(index, &group[..3]));
        assert!(!code.matches_group(index, &format!("{}0", **group)));
    }
    assert!(!code.matches_group(RecoveryCode::GROUPS, ""));
    assert!(!code.matches_group(0, "UUUU"));
}

proptest! {
    #[test]
    fn a_code_survives_paper(bytes: [u8; 20]) {
        let code = RecoveryCode(zeroize::Zeroizing::new(bytes));
        let read = RecoveryCode::parse(&code.text()).unwrap();
        prop_assert_eq!(read.bytes(), &bytes);
    }

    #[test]
    fn one_misread_character_is_noticed(bytes: [u8; 20], at in 0_usize..44, to in "[0-9A-Z]") {
        let text = RecoveryCode(zeroize::Zeroizing::new(bytes)).text();
        let mut misread = text.to_string();
        misread.replace_range(at..=at, &to);
        if let Ok(code) = RecoveryCode::parse(&misread) {
            prop_assert_eq!(code.bytes(), &bytes);
        }
    }

    #[test]
    fn nothing_typed_makes_it_panic(typed: String) {
        prop_assert!(RecoveryCode::parse(&typed).is_err());
    }
}
