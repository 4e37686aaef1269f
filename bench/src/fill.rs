//! Fills books with notes up to a size, to measure backups of that size.

use std::fs;
use std::path::Path;

use pecule_app::wealth::notes::NoteInput;

use crate::household;
use crate::output::say;
use crate::owner::Owner;

/// The length of a note in characters of three bytes each, which no database compresses.
const LONGEST: usize = 20_000;
/// The number of notes written between two checks of the size.
const AT_A_TIME: usize = 10;
const MEGABYTE: u64 = 1_000_000;

pub(crate) fn run(megabytes: u64, owner: &Owner) -> anyhow::Result<()> {
    let form = NoteInput { asset: None, text: "€".repeat(LONGEST) };
    let books = owner.data.join("books");
    let reached = household::at_work(owner, |member| {
        while size(&books)? < megabytes.saturating_mul(MEGABYTE) {
            for _note in 0..AT_A_TIME {
                member.add_note(&form)?;
            }
        }
        size(&books)
    })?;
    say(&format!("{} MB", reached / MEGABYTE))
}

/// Returns the total size of the books files in bytes, without their logs.
fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut sum: u64 = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|kind| kind == "db") {
            sum = sum.saturating_add(entry.metadata()?.len());
        }
    }
    Ok(sum)
}
