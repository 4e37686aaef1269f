//! Verifies audit chains, and reports the first invalid entry.

use jiff::Timestamp;
use pecule_store::audit::entry::Head;
use pecule_store::audit::verify::Checked;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actors::admin::Admin;
use crate::actors::books_filter::BooksQuery;
use crate::actors::member::Member;
use crate::actors::person::Person;
use crate::alert::catalogue::Rule;
use crate::alert::raised_alert::Alert;
use crate::app::App;
use crate::audit::anchors::{Anchor, HOUSEHOLD};
use crate::audit::hex::hex;
use crate::audit_event::AuditEvent;
use crate::error::{Error, Result};
use crate::installation::ids::uuid_of;
use crate::state::books_cache::OpenBooks;

/// The break of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BrokenLine {
    /// First entry that does not follow from its predecessor.
    pub seq: i64,
    /// Kind: `gap`, `link`, `code`, `anchor`, `cut`, `unreadable`, `images`, `segment` or `before`.
    pub how: String,
    /// Time of the last valid entry before it.
    #[schema(value_type = Option<String>)]
    pub after: Option<Timestamp>,
}

/// Result of verifying a whole chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JournalCheck {
    /// `household`, or the identity of books.
    pub file: String,
    /// Whether the chain is intact.
    pub whole: bool,
    /// Number of valid entries, from the first one or from the start of the newest chain.
    pub entries: i64,
    /// Time of the first of them.
    #[schema(value_type = Option<String>)]
    pub from: Option<Timestamp>,
    /// Time of the last of them.
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// Code of the last of them, in hexadecimal.
    pub mac: String,
    /// Last entry confirmed by an anchor; 0 without any.
    pub anchored_to: i64,
    /// Number of archived segments verified.
    pub segments: usize,
    /// Number of them whose content was removed.
    pub segments_removed: usize,
    /// First entry of the newest chain after a break; earlier entries were not verified.
    pub anew: Option<i64>,
    /// The break, if any.
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
    /// Verifies the household's chain against anchors, without writing.
    ///
    /// Without anchors, a log that was truncated or rewritten with its own key appears intact.
    pub fn verify_household_audit_log(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let inner = self.inner();
        let heads = self.heads_of(HOUSEHOLD, anchors)?;
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| inner.journal.chain(previous, fields);
        let checked = inner.household.read(|view| view.check_audit_chain(&mac, &heads))?;
        Ok(JournalCheck::new(HOUSEHOLD, &checked))
    }

    /// If a check found a break, raises an alert, then closes the household's file to changes.
    pub(crate) fn tell_of(&self, check: &JournalCheck) -> Result<()> {
        let Some(broken) = &check.broken else { return Ok(()) };
        if !self.is_closed_to_changes() {
            let place = serde_json::json!({ "seq": broken.seq, "how": broken.how });
            let alarm = Alert::new(Rule::JournalBroken, None);
            self.tell_if_possible(&alarm.at(self.clock().now()).with(place));
        }
        self.close_household(broken)
    }

    /// Selects the anchors of one file. Fails if there are anchors, but none of this file.
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
    /// Verifies the household's chain, and records the check.
    pub fn verify_audit_log(self, anchors: &[Anchor]) -> Result<JournalCheck> {
        let check = self.app().verify_household_audit_log(anchors)?;
        self.app().tell_of(&check)?;
        self.app().record_check(Some(self.person()), &check)?;
        Ok(check)
    }
}

impl App {
    /// Records a check of the household's chain and its result.
    pub(crate) fn record_check(&self, by: Option<&Person>, check: &JournalCheck) -> Result<()> {
        if self.is_closed_to_changes() {
            return Ok(());
        }
        let object = if check.whole { "whole" } else { "broken" };
        let details = serde_json::json!({ "entries": check.entries }).to_string();
        let deed = match by {
            Some(person) => AuditEvent::of(person, "journal-checked", object),
            None => AuditEvent::new("journal-checked", object),
        };
        self.record(&deed.with(&details))
    }
}

impl Person {
    /// Verifies the chains of all books that this person may open, without writing.
    ///
    /// Uses the anchors, and the heads that the household stored after the last change. Books without
    /// an anchor are verified without one.
    pub fn verify_books_audit_logs(&self, anchors: &[Anchor]) -> Result<Vec<JournalCheck>> {
        let shelves = self.shelves()?;
        let known = |file: &str| anchors.iter().any(|anchor| anchor.file == file);
        if !anchors.is_empty() && !shelves.iter().any(|shelf| known(&shelf.id.to_string())) {
            return Err(not_of_these());
        }
        let mut checks = Vec::new();
        for shelf in shelves {
            let member =
                self.member_at(&BooksQuery { books: Some(shelf.id), ..BooksQuery::default() })?;
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
    /// Verifies the chain of these books; closes them to changes if it is broken.
    pub fn verify_audit_log(&self, anchors: &[Anchor]) -> Result<JournalCheck> {
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
    /// Verifies the whole chain of open books, also against the head stored by the household.
    pub(crate) fn examine_books(
        &self,
        open: &OpenBooks,
        anchors: &[Anchor],
    ) -> Result<JournalCheck> {
        let file = open.books.id().to_string();
        let mut heads = self.heads_of(&file, anchors)?;
        heads.push(self.inner().household.read(|view| view.shelf(open.books.id()))?.head);
        let checked = open.check_audit_chain(&heads)?;
        Ok(JournalCheck::new(&file, &checked))
    }
}

impl OpenBooks {
    fn check_audit_chain(&self, heads: &[Head]) -> pecule_store::Result<Checked> {
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.journal.chain(previous, fields);
        self.books.read(|view| view.check_audit_chain(&mac, &old_chain, heads))
    }

    /// Verifies the entries after `since`, and returns the head.
    pub(crate) fn verify_since(&self, since: Option<Head>) -> pecule_store::Result<Head> {
        let mac = |previous: &[u8; 32], fields: &[&[u8]]| self.journal.chain(previous, fields);
        self.books.read(|view| view.verify_audit_chain(&mac, &old_chain, since))
    }
}

/// Computes the code of an entry that predates a renewal of the books' key.
fn old_chain(key: &[u8; 32], previous: &[u8; 32], fields: &[&[u8]]) -> [u8; 32] {
    pecule_keys::crypto::mac::JournalKey::kept(key).chain(previous, fields)
}
