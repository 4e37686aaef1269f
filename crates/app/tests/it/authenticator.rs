//! Computes codes like an authenticator app.

use totp_rs::{Builder, Secret};

/// Returns the six digits of a moment, from the secret as it is typed.
pub(crate) fn shows(secret: &str, second: i64) -> String {
    let mut bytes = [0_u8; 20];
    let (mut held, mut bits, mut at) = (0_u32, 0, 0);
    for symbol in secret.bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'2'..=b'7' => symbol - b'2' + 26,
            _ => panic!("{secret}"),
        };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes[at] = u8::try_from((held >> bits) & 0xff).unwrap();
            at += 1;
        }
    }
    assert_eq!(at, 20);
    let totp = Builder::new().with_secret(Secret::new_stack(bytes)).build().unwrap();
    totp.generate(second.try_into().unwrap()).to_string()
}
