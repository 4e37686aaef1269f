//! Detects damage inside a write-ahead log before SQLite uses it.
//!
//! SQLite reads a log up to the first frame with a wrong checksum and silently ignores the rest.
//! After a power cut that is right, because only the last transaction is incomplete. A changed bit
//! further ahead, however, would silently discard committed transactions. The frames after the
//! changed one still form a chain, which reveals it.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::file::paths::log_of;

/// The length of the log's header and of each frame's header, in bytes.
const HEAD: usize = 32;
const FRAME: usize = 24;
/// How often and how long to wait before reading again, because another process may be writing.
const LOOKS: (u32, Duration) = (3, Duration::from_millis(20));

/// The two words of a checksum.
type Sum = (u32, u32);

/// Fails with `Damaged` if the write-ahead log of a file has a broken frame before a later
/// transaction.
pub(crate) fn require_whole(path: &Path) -> Result<()> {
    let log = log_of(path);
    for look in 0..LOOKS.0 {
        if look > 0 {
            pause();
        }
        if !breaks_off(&log)? {
            return Ok(());
        }
    }
    Err(Error::Damaged(path.to_owned()))
}

#[expect(clippy::disallowed_methods, reason = "another process is given time to end its write")]
fn pause() {
    std::thread::sleep(LOOKS.1);
}

/// The checksum parameters in the log's header.
struct Head {
    big_endian: bool,
    page: usize,
    salts: [u8; 8],
    sum: Sum,
}

/// Returns whether the frames after a broken one belong to a later transaction.
fn breaks_off(log: &Path) -> Result<bool> {
    let mut file = match File::open(log) {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::io(log)(error)),
    };
    let mut bytes = [0; HEAD];
    if !filled(&mut file, &mut bytes, log)? {
        return Ok(false);
    }
    let Some(head) = head(&bytes) else {
        // A header that never reached the disk is all zero; any other was altered.
        return Ok(bytes.iter().any(|byte| *byte != 0));
    };
    let (mut frame, mut sum) = (vec![0; FRAME + head.page], head.sum);
    // After a broken frame: the checksums that the next one may follow, and whether a transaction
    // ended since.
    let mut behind: Option<(Vec<Sum>, bool)> = None;
    while filled(&mut file, &mut frame, log)? {
        let said = said(&frame);
        let is_ours = frame.get(8..16) == Some(&head.salts);
        let ends = frame.get(4..8).is_some_and(|size| size != [0; 4]);
        match &mut behind {
            None => {
                let found = follow(&frame, head.big_endian, sum);
                if is_ours && Some(found) == said {
                    sum = found;
                } else {
                    let seeds = said.into_iter().chain([found]).collect();
                    behind = Some((seeds, ends));
                }
            }
            Some((seeds, ended)) => {
                let follows = is_ours
                    && seeds
                        .iter()
                        .any(|seed| Some(follow(&frame, head.big_endian, *seed)) == said);
                match (follows, *ended) {
                    (false, _) => return Ok(false),
                    (true, true) => return Ok(true),
                    (true, false) => (*seeds, *ended) = (said.into_iter().collect(), ends),
                }
            }
        }
    }
    Ok(false)
}

/// Fills a buffer; returns false at the end of the file.
fn filled(file: &mut impl Read, buffer: &mut [u8], log: &Path) -> Result<bool> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(Error::io(log)(error)),
    }
}

/// Parses the header; `None` if its checksum is wrong.
fn head(bytes: &[u8; HEAD]) -> Option<Head> {
    let magic = word(bytes.get(..4)?)?;
    if magic & !1 != 0x377f_0682 {
        return None;
    }
    let big_endian = magic & 1 == 1;
    let sum = add(bytes.get(..24)?, big_endian, (0, 0));
    let said = (word(bytes.get(24..28)?)?, word(bytes.get(28..32)?)?);
    let page = usize::try_from(word(bytes.get(8..12)?)?).ok()?;
    let salts = bytes.get(16..24)?.try_into().ok()?;
    let is_page = (512..=65_536).contains(&page);
    (sum == said && is_page).then_some(Head { big_endian, page, salts, sum })
}

/// Returns the checksum stored in a frame.
fn said(frame: &[u8]) -> Option<Sum> {
    Some((word(frame.get(16..20)?)?, word(frame.get(20..24)?)?))
}

/// Computes the checksum of a frame from that of its predecessor.
fn follow(frame: &[u8], big_endian: bool, before: Sum) -> Sum {
    let head = add(frame.get(..8).unwrap_or_default(), big_endian, before);
    add(frame.get(FRAME..).unwrap_or_default(), big_endian, head)
}

fn add(bytes: &[u8], big_endian: bool, (mut one, mut two): Sum) -> Sum {
    for pair in bytes.chunks_exact(8) {
        let (first, second) = pair.split_at(4);
        let read = |part: &[u8]| {
            let number = word(part).unwrap_or_default();
            if big_endian { number } else { number.swap_bytes() }
        };
        one = one.wrapping_add(read(first)).wrapping_add(two);
        two = two.wrapping_add(read(second)).wrapping_add(one);
    }
    (one, two)
}

/// Returns four bytes as a big-endian number.
fn word(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}
