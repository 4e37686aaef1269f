use proptest::prelude::*;
use zeroize::Zeroizing;

use crate::auth::totp::{TotpDamaged, TotpSecret};
use crate::installation::installation_id::Install;
use crate::installation::master_key::MasterKey;

fn known() -> TotpSecret {
    TotpSecret(Zeroizing::new(*b"12345678901234567890"))
}

#[test]
fn agrees_with_rfc_6238() {
    // The RFC lists eight digits; a code of six digits is their end.
    for (now, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(known().verify(code, now, None), Some(now / 30), "{code}");
    }
}

#[test]
fn one_step_either_side_is_accepted_and_no_more() {
    let code = "287082";
    for (now, accepted) in [(0, true), (29, true), (30, true), (89, true), (90, false)] {
        assert_eq!(known().verify(code, now, None).is_some(), accepted, "{now}");
    }
}

#[test]
fn a_code_works_once() {
    let step = known().verify("287082", 59, None).unwrap();
    assert_eq!(step, 1);
    assert_eq!(known().verify("287082", 59, Some(step)), None);
    assert_eq!(known().verify("287082", 80, Some(step)), None);
    assert_eq!(known().verify("287082", 59, Some(step - 1)), Some(1));
}

#[test]
fn only_six_digits_are_a_code() {
    assert_eq!(known().verify("287 082", 59, None), Some(1));
    for wrong in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "287083", "-87082"] {
        assert_eq!(known().verify(wrong, 59, None), None, "{wrong}");
    }
    assert_eq!(known().verify("287082", -1, None), None);
    assert_eq!(known().verify("287082", i64::MAX, None), None);
    assert_eq!(known().verify("287082", i64::MIN, None), None);
}

#[test]
fn a_wrapped_secret_belongs_to_one_person() {
    let (master, install) = (MasterKey::generate().unwrap(), Install::generate().unwrap());
    let secret = TotpSecret::generate().unwrap();
    let wrapped = secret.wrap(&master, &install, &[1; 16]).unwrap();
    let unwrapped = TotpSecret::unwrap(&wrapped, &master, &install, &[1; 16]).unwrap();
    assert_eq!(unwrapped.base32(), secret.base32());
    let elsewhere = Install::generate().unwrap();
    let other = MasterKey::generate().unwrap();
    for refused in [
        TotpSecret::unwrap(&wrapped, &master, &install, &[2; 16]),
        TotpSecret::unwrap(&wrapped, &master, &elsewhere, &[1; 16]),
        TotpSecret::unwrap(&wrapped, &other, &install, &[1; 16]),
        TotpSecret::unwrap(&wrapped[1..], &master, &install, &[1; 16]),
        TotpSecret::unwrap(b"", &master, &install, &[1; 16]),
    ] {
        assert_eq!(refused.unwrap_err(), TotpDamaged);
    }
}

#[test]
fn the_address_is_what_telephones_read() {
    assert_eq!(
        *known().uri("Pécule", "Zoé & Co"),
        "otpauth://totp/P%C3%A9cule:Zo%C3%A9%20%26%20Co\
         ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=P%C3%A9cule\
         &algorithm=SHA1&digits=6&period=30"
    );
}

proptest! {
    #[test]
    fn nothing_typed_makes_it_panic(code: String, now: i64, last: Option<i64>) {
        let _ = known().verify(&code, now, last);
    }

    #[test]
    fn what_the_telephone_shows_is_accepted(bytes: [u8; 20], now in 0_i64..1 << 40) {
        let secret = TotpSecret(Zeroizing::new(bytes));
        let code = secret.code(now / 30).unwrap();
        let step = secret.verify(&code, now, None);
        prop_assert!(step.is_some_and(|step| (step - now / 30).abs() <= 1));
    }
}
