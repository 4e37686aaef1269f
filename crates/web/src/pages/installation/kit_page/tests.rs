use jiff::Timestamp;
use pecule_app::KitPage;

use crate::pages::installation::kit_page::{code, groups, html};

const SECRET: &str = "AGE-SECRET-KEY-1QQQQPPPPZZZZRRRRYYYY9999XXXX8888GGGGFFFF2222TTTTVVVVDDDDWWWW";

fn kit() -> KitPage {
    KitPage {
        install: "0192-installation".to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
        secret: SECRET.to_owned().into(),
        recipient: "age1recipient".to_owned(),
        signer: "signing-key".to_owned(),
        signer_fingerprint: "ab12 cd34".to_owned(),
    }
}

#[test]
fn the_page_holds_all_that_a_restore_needs() {
    let page = html(&kit()).unwrap();
    for needed in [
        SECRET,
        "age1recipient",
        "signing-key",
        "ab12 cd34",
        "0192-installation",
        "1970-01-01",
        "age -d -i kit.txt backup.age",
        "loin de cet ordinateur",
        "off this machine",
    ] {
        assert!(page.contains(needed), "{needed}");
    }
}

#[test]
fn the_page_asks_nothing_of_any_other_machine() {
    let page = html(&kit()).unwrap();
    for word in ["http:", "https:", "src=", "href=", "<script", "url("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn groups_joined_are_the_key() {
    let groups = groups(SECRET);
    assert_eq!(groups.concat(), SECRET);
    assert_eq!(groups[0], "AGE-SECRET-KEY-");
    assert!(groups[1..].iter().all(|group| group.len() <= 5));
}

#[test]
fn the_code_is_square_and_has_its_three_corners() {
    let code = code(SECRET).unwrap();
    let last = code.side - 4 - 7;
    for corner in ["M4 4h7".to_owned(), format!("M{last} 4h7"), format!("M4 {last}h7")] {
        assert!(code.path.contains(&corner), "{corner}");
    }
}
