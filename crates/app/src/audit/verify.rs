//! Checking journals: what was checked, from when, what broke and where.

use jiff::Timestamp;
use pecule_store::audit::chain::Head;
use pecule_store::audit::verify::Checked;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::actors::admin::Admin;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::alert::catalogue::Rule;
use crate::audit::anchors::{Anchor, HOUSEHOLD, hex};
use crate::audit_event::Deed;
use crate::books::open::OpenBooks;
use crate::books::selection::Seek;
use crate::error::{Error, Result};
use crate::installation::open::uuid_of;
use crate::monitoring::alerts::watch::Alarm;

/// Where a journal is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BrokenLine {
    /// The first entry that does not follow from what precedes it.
    pub seq: i64,
    /// How: `gap`, `link`, `code`, `anchor`, `cut`, `unreadable`, `images`, `segment` or `before`.
    pub how: String,
    /// When the last sound entry before it was made.
    #[schema(value_type = Option<String>)]
    pub after: Option<Timestamp>,
}

/// What was found by checking a journal from its first entry to its last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JournalCheck {
    /// `household`, or the identity of some books.
    pub file: String,
    /// Whether nothing is broken.
    pub whole: bool,
    /// How many entries are sound, from the first on, or from where the chain began anew.
    pub entries: i64,
    /// When the first of them was made.
    #[schema(value_type = Option<String>)]
    pub from: Option<Timestamp>,
    /// When the last of them was made.
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// The code of the last of them, in hexadecimal.
    pub mac: String,
    /// The last entry that a head kept elsewhere vouches for; 0 where none was given.
    pub anchored_to: i64,
    /// How many sealed segments were walked.
    pub segments: usize,
    /// How many of them no longer hold anything.
    pub segments_removed: usize,
    /// The first entry of the newest chain, where it began anew after a break; what precedes it was not walked.
    pub anew: Option<i64>,
    /// Where it is broken.
    pub broken: Option<BrokenLine>,
}

impl JournalCheck {
    fn new(file: &str, checked: &Checked) -> Self {
        Self {
            file: file.to_owned(),
            whole: checked.broken.is_none(),
            entries: checked
                .head
                .seq
                .saturating_sub(checked.anew.map_or(0, |first| first.saturating_sub(1))),
            from: checked.first_at,
            until: checked.last_at,
            mac: hex(&checked.head.mac),
            anchored_to: checked.anchored_to,
            segments: checked.sealed.0,
            segments_removed: checked.sealed.1,
            anew: checked.anew,
            broken: checked.broken.map(|broken| BrokenLine {
                seq: broken.seq,
                how: broken.how.word().to_owned(),
                after: checked.last_at,
            }),
        }
    }
}

impl App {
    /// Checks the household's journal, against heads that were kept elsewhere; writes nothing.
    ///
    /// Without any, a journal whose tail was cut, or that was rewritten with its own key, looks whole.
    pub fn verify_household_journal(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let inner = self.inner();
        let heads = self.heads_of(HOUSEHOLD, anchors)?;
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let checked = inner.household.read(|view| view.check_journal(&mac, &heads))?;
        Ok(JournalCheck::new(HOUSEHOLD, &checked))
    }

    /// Raises the alarm where a check found the household's journal broken, then closes its file to changes.
    pub(crate) fn tell_of(&self, check: &JournalCheck) -> Result<()> {
        let Some(broken) = &check.broken else { return Ok(()) };
        if !self.is_closed_to_changes() {
            let place = serde_json::json!({ "seq": broken.seq, "how": broken.how });
            let alarm = Alarm::new(Rule::JournalBroken, None);
            self.tell_if_possible(&alarm.at(self.clock().now()).with(place));
        }
        self.close_household(broken)
    }

    /// The heads that anchors tell of one journal; anchors that tell of none are a mistake.
    fn heads_of(&self, file: &str, anchors: &[Anchor]) -> Result<Vec<Head>> {
        let install = uuid_of(self.inner().keyring.install()).to_string();
        let ours = anchors.iter().filter(|anchor| anchor.install == install && anchor.file == file);
        let heads: Vec<Head> = ours.filter_map(Anchor::head).collect();
        if heads.is_empty() && !anchors.is_empty() {
            return Err(not_of_these());
        }
        Ok(heads)
    }
}

impl Admin<'_> {
    /// Checks the household's journal, and records that it was checked.
    pub fn verify_journal(self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let check = self.app().verify_household_journal(anchors)?;
        self.app().tell_of(&check)?;
        self.app().record_check(Some(self.person()), &check)?;
        Ok(check)
    }
}

impl App {
    /// Records that the household's journal was checked, and what came of it.
    pub(crate) fn record_check(&self, by: Option<&Person>, check: &JournalCheck) -> Result<()> {
        if self.is_closed_to_changes() {
            return Ok(());
        }
        let object = if check.whole { "whole" } else { "broken" };
        let details = serde_json::json!({ "entries": check.entries }).to_string();
        let deed = match by {
            Some(person) => Deed::of(person, "journal-checked", object),
            None => Deed::new("journal-checked", object),
        };
        self.record(&deed.with(&details))
    }
}

impl Person {
    /// Checks the journals of all books that one may open, against heads that were kept elsewhere and those
    /// that the household noted after the last change; writes nothing.
    ///
    /// Books that are younger than every anchor are checked without one.
    pub fn verify_books_journals(&self, anchors: &[Anchor]) -> Result<Vec<JournalCheck>> {
        let shelves = self.shelves()?;
        let known = |file: &str| anchors.iter().any(|anchor| anchor.file == file);
        if !anchors.is_empty() && !shelves.iter().any(|shelf| known(&shelf.id.to_string())) {
            return Err(not_of_these());
        }
        let mut checks = Vec::new();
        for shelf in shelves {
            let member = self.member_at(&Seek { books: Some(shelf.id), ..Seek::default() })?;
            let known = known(&shelf.id.to_string());
            checks.push(member.examine_journal(if known { anchors } else { &[] })?);
        }
        Ok(checks)
    }
}

fn not_of_these() -> Error {
    Error::Installation(
        "these anchors are of another installation, or of other books: nothing was checked"
            .to_owned(),
    )
}

impl Member<'_> {
    /// Checks the journal of these books, and tells of it where it is broken.
    pub fn verify_journal(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let check = self.examine_journal(anchors)?;
        if let Some(broken) = &check.broken {
            self.person().app().close_books(self.open(), broken)?;
        }
        Ok(check)
    }

    pub(crate) fn examine_journal(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
        self.person().app().examine_books(self.open(), anchors)
    }
}

impl App {
    /// Checks the whole journal of open books, also against where the household noted that it ended.
    pub(crate) fn examine_books(
        &self,
        open: &OpenBooks,
        anchors: &[Anchor],
    ) -> Result<JournalCheck> {
        let file = open.books.id().to_string();
        let mut heads = self.heads_of(&file, anchors)?;
        heads.push(self.inner().household.read(|view| view.shelf(open.books.id()))?.head);
        let checked = open.check_journal(&heads)?;
        Ok(JournalCheck::new(&file, &checked))
    }
}

impl OpenBooks {
    fn check_journal(&self, heads: &[Head]) -> pecule_store::Result<Checked> {
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.journal.chain(previous, fields);
        self.books.read(|view| view.check_journal(&mac, &old_chain, heads))
    }

    /// Checks what is new in the journal, and answers where it ends.
    pub(crate) fn verify_since(&self, since: Option<Head>) -> pecule_store::Result<Head> {
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.journal.chain(previous, fields);
        self.books.read(|view| view.journal_verify(&mac, &old_chain, since))
    }
}

/// The code of an entry from before the books' key was renewed.
fn old_chain(key: &[u8; 32], previous: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    pecule_keys::crypto::mac::JournalKey::kept(key).chain(previous, fields)
}
