//! Stores the last entry of each audit chain where an intruder on this machine cannot alter it.
//!
//! The file has one JSON object per line, `{"install","file","seq","mac","at"}`, and is only appended
//! to. `file` is `household` or the identity of books; `mac` is the code of entry `seq` in hexadecimal.
//! The manifest of a backup contains the same information.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use jiff::Timestamp;
use pecule_outside::backup_target::timeouts::ask;
use pecule_store::audit::entry::Head;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::audit::hex::hex;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;

/// Value of `file` for the household's audit log.
pub(crate) const HOUSEHOLD: &str = "household";

/// The last entry of a chain at some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Identity of the installation.
    pub install: String,
    /// `household`, or the identity of books.
    pub file: String,
    /// Number of the last entry.
    pub seq: i64,
    /// Code of the last entry, in hexadecimal.
    pub mac: String,
    pub at: Timestamp,
}

impl Anchor {
    /// The head of the chain, if `mac` is valid.
    pub(crate) fn head(&self) -> Option<Head> {
        let bytes = self.mac.as_bytes();
        let mut mac = [0_u8; 32];
        if bytes.len() != 64 || !self.mac.is_ascii() {
            return None;
        }
        for (byte, pair) in mac.iter_mut().zip(self.mac.as_bytes().chunks(2)) {
            let text = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(text, 16).ok()?;
        }
        Some(Head { seq: self.seq, mac })
    }
}

/// Parses a file of anchors, or the manifest of a backup.
pub fn parse_anchors(bytes: &[u8]) -> Result<Vec<Anchor>> {
    let text = std::str::from_utf8(bytes).map_err(|_bytes| not_understood("it is not text"))?;
    let anchors = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) if object.get("seq").is_none() => of_manifest(&object)?,
        Ok(_) | Err(_) => lines(text)?,
    };
    if anchors.is_empty() {
        return Err(not_understood("it holds no anchor"));
    }
    Ok(anchors)
}

fn lines(text: &str) -> Result<Vec<Anchor>> {
    let mut anchors = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let anchor = serde_json::from_str::<Anchor>(line);
        let anchor = anchor.ok().filter(|anchor| anchor.head().is_some()).ok_or_else(|| {
            not_understood(&format!("line {} is no anchor", number.saturating_add(1)))
        })?;
        anchors.push(anchor);
    }
    Ok(anchors)
}

/// Extracts the heads of a manifest: one for each database that was opened for the backup.
fn of_manifest(manifest: &serde_json::Map<String, Value>) -> Result<Vec<Anchor>> {
    let unclear = || not_understood("it is neither lines of anchors nor the manifest of a backup");
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let files = manifest.get("files").and_then(Value::as_array).ok_or_else(unclear)?;
    let install = text(manifest.get("install")).ok_or_else(unclear)?;
    let at = text(manifest.get("made_at")).and_then(|at| at.parse().ok()).ok_or_else(unclear)?;
    let mut anchors = Vec::new();
    for entry in files {
        let name = text(entry.get("name")).ok_or_else(unclear)?;
        let file = name.rsplit('/').next().and_then(|last| last.strip_suffix(".db"));
        let (Some(file), Some(stock)) = (file, entry.get("stock")) else { continue };
        let anchor = Anchor {
            install: install.clone(),
            file: file.to_owned(),
            seq: stock.get("journal").and_then(Value::as_i64).ok_or_else(unclear)?,
            mac: text(stock.get("head")).ok_or_else(unclear)?,
            at,
        };
        anchors.push(Some(anchor).filter(|anchor| anchor.head().is_some()).ok_or_else(unclear)?);
    }
    Ok(anchors)
}

fn not_understood(why: &str) -> Error {
    Error::Installation(format!("this file of anchors cannot be used: {why}"))
}

impl App {
    /// Returns the last entry of every chain, as known to the household; opens no books.
    pub fn anchors(&self) -> Result<Vec<Anchor>> {
        let inner = self.inner();
        let (head, shelves) = inner
            .household
            .read(|view| Ok::<_, pecule_store::Error>((view.audit_head()?, view.shelves()?)))?;
        let (install, at) = (uuid_of(inner.keyring.install()).to_string(), inner.clock.now());
        let anchor = |file: String, head: Head| Anchor {
            install: install.clone(),
            file,
            seq: head.seq,
            mac: hex(&head.mac),
            at,
        };
        let books = shelves.into_iter().map(|shelf| anchor(shelf.id.to_string(), shelf.head));
        Ok(std::iter::once(anchor(HOUSEHOLD.to_owned(), head)).chain(books).collect())
    }

    /// Appends anchors after a backup; a failure is only logged.
    pub(crate) fn add_anchors_after_backup(&self) {
        if let Err(error) = self.write_anchors() {
            tracing::error!(%error, "no anchor could be added");
        }
    }

    /// Appends anchors to the configured file, if any.
    pub fn write_anchors(&self) -> Result<()> {
        let Some(file) = &self.inner().vigilance.anchor_file else { return Ok(()) };
        let mut text = String::new();
        for anchor in self.anchors()? {
            text.push_str(&serde_json::to_string(&anchor).map_err(Error::internal)?);
            text.push('\n');
        }
        let said = |why: String| {
            Error::Installation(format!("{}: no anchor can be added: {why}", file.display()))
        };
        let (folder, into) = (file.parent().unwrap_or(file), file.clone());
        // The file may be on another machine, which may hang.
        ask(folder, move || add(&into, &text))
            .map_err(|trouble| said(trouble.to_string()))?
            .map_err(|error| said(error.to_string()))
    }
}

/// Appends to a file and syncs it to disk.
fn add(file: &Path, text: &str) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).create(true).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_read_from_lines_and_from_a_manifest() {
        let mac = "ab".repeat(32);
        let line = |seq: i64| {
            format!(
                r#"{{"install":"i","file":"household","seq":{seq},"mac":"{mac}","at":"2026-11-22T10:00:00Z"}}"#
            )
        };
        let two = parse_anchors(format!("{}\n\n{}\n", line(3), line(9)).as_bytes()).unwrap();
        assert_eq!(two.iter().map(|anchor| anchor.seq).collect::<Vec<_>>(), [3, 9]);
        assert_eq!(two[0].head().unwrap().mac, [0xab; 32]);
        assert_eq!(parse_anchors(line(3).as_bytes()).unwrap().len(), 1);
        let stock = format!(r#""stock":{{"schema":1,"rows":{{}},"journal":7,"head":"{mac}"}}"#);
        let manifest = format!(
            r#"{{"install":"i","made_at":"2026-11-22T10:00:00Z","files":[{{"name":"master.key"}},
                {{"name":"household.db",{stock}}},{{"name":"books/x.db",{stock}}},{{"name":"books/y.db"}}]}}"#
        );
        let files: Vec<_> =
            parse_anchors(manifest.as_bytes()).unwrap().into_iter().map(|one| one.file).collect();
        assert_eq!(files, ["household", "x"]);
        assert_eq!(parse_anchors(manifest.as_bytes()).unwrap()[0].seq, 7);
    }

    #[test]
    fn what_holds_no_anchor_is_refused() {
        for bad in ["", "{}", "[]", "nothing", r#"{"files":[]}"#, "\u{feff}"] {
            assert!(parse_anchors(bad.as_bytes()).is_err(), "{bad}");
        }
        let short =
            r#"{"install":"i","file":"household","seq":1,"mac":"ab","at":"2026-11-22T10:00:00Z"}"#;
        assert!(parse_anchors(short.as_bytes()).is_err());
        assert!(parse_anchors(&[0xff, 0xfe]).is_err());
    }
}
