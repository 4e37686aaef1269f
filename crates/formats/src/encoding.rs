//! Decodes the bytes of a file to text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::problem::{Problem, ProblemKind};
use crate::problems::problem;

/// The largest accepted file, 25 MiB.
pub const MOST_BYTES: usize = 25 * 1024 * 1024;

/// Decodes a file as UTF-8, UTF-16 with a byte-order mark, or else Windows-1252, which French banks
/// and spreadsheets still write. Line ends become `\n`.
pub fn decode(bytes: &[u8]) -> Result<String, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(problem(None, None, "", ProblemKind::TooLarge));
    }
    let text = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0
    } else if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        text
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}Épargne".encode_utf16().flat_map(bytes).collect()
        };
        for bytes in [
            "Épargne".as_bytes().to_vec(),
            "\u{feff}Épargne".as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            b"\xc9pargne".to_vec(),
        ] {
            assert_eq!(decode(&bytes).unwrap(), "Épargne");
        }
        assert_eq!(decode(b"a\r\nb\rc\n").unwrap(), "a\nb\nc\n");
        assert_eq!(decode(b"5 \x80").unwrap(), "5 €");
    }

    #[test]
    fn a_file_above_the_limit_is_refused() {
        assert_eq!(decode(&vec![b' '; MOST_BYTES + 1]).unwrap_err().why, ProblemKind::TooLarge);
        assert!(decode(&vec![b' '; MOST_BYTES]).is_ok());
    }
}
