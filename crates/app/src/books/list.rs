//! Lists, creates and renames the books of a person, with the people who have access.

use jiff::Timestamp;
use jiff::civil::Date;
use pecule_domain::Decimal;
use pecule_domain::id::{BooksId, PersonId};
use pecule_domain::money::share::Share;
use pecule_store::books::access::grantees::Grantee;
use pecule_store::household::books::list::Access;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actors::books_filter::{AccessibleBooks, BooksChoice};
use crate::actors::person::Person;
use crate::audit_event::AuditEvent;
use crate::books::pinned_keys::{PinState, PinnedPerson, Trust};
use crate::error::{Error, Reason, Result};
use crate::validate;

/// Books that this person may open.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on the page")]
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BooksView {
    #[schema(value_type = String)]
    pub id: BooksId,
    pub title: String,
    /// This person's access: `own` or `read`.
    pub access: String,
    /// This person's share, as a fraction of one; 0 for a reader.
    #[schema(value_type = String)]
    pub share: Share,
    /// Share outside the household, such as that of a child.
    #[schema(value_type = String)]
    pub nobody: Share,
    /// Whether there are several owners, or one with a part only.
    pub joint: bool,
    /// Whether these are the person's first books, which define currency and rates.
    pub first: bool,
    /// People with access: owners first, by name.
    pub people: Vec<GranteeView>,
    /// Whether the server may open them without a signed-in person.
    pub unattended: bool,
    /// Whether a person lost access and an owner has to renew the key.
    pub rotation_due: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Time of the last change.
    #[schema(value_type = Option<String>)]
    pub changed_at: Option<Timestamp>,
    /// Day of the last statement.
    #[schema(value_type = Option<String>)]
    pub stated_on: Option<Date>,
}

/// A person with access to books.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GranteeView {
    #[schema(value_type = String)]
    pub person: PersonId,
    pub name: String,
    /// Whether this is the requesting person.
    pub oneself: bool,
    /// `own` or `read`.
    pub access: String,
    /// Share, as a fraction of one.
    #[schema(value_type = String)]
    pub share: Share,
    /// Key fingerprint pinned by an owner.
    pub fingerprint: String,
    #[schema(value_type = Option<String>)]
    pub since: Option<Timestamp>,
    /// `sound`; `key-changed` if the key differs from the pinned one; `unknown` if no owner granted
    /// this access; `gone` if the person was removed.
    pub standing: String,
    /// Fingerprint of the present key, if it differs.
    pub found: Option<String>,
}

/// Books to be created.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BooksInput {
    pub title: String,
    /// Owners including the requesting person; empty for this person alone.
    #[serde(default)]
    pub owners: Vec<OwnerInput>,
}

/// Input for an owner of new books.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerInput {
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Share; all shares add up to at most 1, the rest is outside the household.
    #[schema(value_type = String)]
    pub share: Share,
    /// Key fingerprint compared in person; the present key is accepted without one.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

impl Person {
    /// Lists the books that this person may open, own books first.
    pub fn my_books(&self) -> Result<Vec<BooksView>> {
        let held = self.sound(self.held()?, true)?;
        held.iter().enumerate().map(|(place, held)| self.books_line(held, place == 0)).collect()
    }

    /// Lists the readable books of this person, and the damaged ones.
    pub fn my_books_beside_damage(&self) -> Result<(Vec<BooksView>, Vec<BooksChoice>)> {
        let (mut lines, mut damaged) = (Vec::new(), Vec::new());
        for (place, held) in self.sound(self.held()?, true)?.into_iter().enumerate() {
            match self.whole_line(&held, place == 0) {
                Err(Error::Installation(_)) => damaged.push(BooksChoice::from(held)),
                line => lines.push(line?),
            }
        }
        Ok((lines, damaged))
    }

    /// Returns one set of books; others may be damaged.
    pub fn books(&self, id: BooksId) -> Result<BooksView> {
        let held = self.sound(self.held()?, true)?;
        let mut placed = held.iter().enumerate();
        let found = placed.find(|(_place, held)| held.grant.books == id);
        let (place, held) = found.ok_or(Error::NotFound)?;
        self.books_line(held, place == 0)
    }

    /// Creates books, with their key sealed to the public key of each owner.
    pub fn add_books(&self, form: &BooksInput) -> Result<BooksView> {
        self.require_confirmed()?;
        let title = validate::name("title", &form.title)?;
        let owners = self.owners(&form.owners)?;
        let made = self.app().make_books(&title, &owners)?;
        let id = made.shelf.id;
        let object = id.to_string();
        let people: Vec<String> = owners.iter().map(|owner| owner.row.id.to_string()).collect();
        let details = serde_json::json!({ "owners": people }).to_string();
        let deed = AuditEvent::of(self, "books-made", &object).with(&details);
        let entered = self.app().change_household(&deed, |edit| made.enter(edit));
        if let Err(refused) = entered {
            self.app().discard_books(id);
            return Err(refused);
        }
        self.books(id)
    }

    /// Renames books that this person owns.
    pub fn rename_books(&self, id: BooksId, title: &str) -> Result<BooksView> {
        self.trust_as_owner(id)?;
        let title = validate::name("title", title)?;
        let object = id.to_string();
        self.app().change_household(&AuditEvent::of(self, "books-renamed", &object), |edit| {
            Ok(edit.rename_books(id, &title)?)
        })?;
        self.books(id)
    }

    /// Resolves the owners of new books: the person must be one of them, and the shares at most 1 in
    /// all.
    fn owners(&self, forms: &[OwnerInput]) -> Result<Vec<NewOwner>> {
        if forms.is_empty() {
            return Ok(vec![NewOwner { row: self.row().clone(), share: Share::WHOLE }]);
        }
        if !forms.iter().any(|owner| owner.person == self.id()) {
            return Err(Error::invalid("owners", Reason::Required));
        }
        check_shares(forms.iter().map(|owner| owner.share))?;
        let mut owners: Vec<NewOwner> = Vec::with_capacity(forms.len());
        for form in forms {
            if owners.iter().any(|owner| owner.row.id == form.person) {
                return Err(Error::invalid("owners", Reason::Twice));
            }
            let row = self.compared(form.person, form.fingerprint.as_deref())?;
            owners.push(NewOwner { row, share: form.share });
        }
        Ok(owners)
    }

    /// Describes books after reading them completely, since some damage appears only then.
    fn whole_line(&self, held: &AccessibleBooks, first: bool) -> Result<BooksView> {
        let (open, _own) = self.opened(held)?;
        open.picture(self.app().clock().today())?;
        self.books_line(held, first)
    }

    fn books_line(&self, held: &AccessibleBooks, first: bool) -> Result<BooksView> {
        let id = held.grant.books;
        let trust = self.trust(id)?;
        let (changed_at, stated_on) = trust.open.books.read(|view| {
            let last = view.operations(None, 1)?.into_iter().next();
            Ok::<_, pecule_store::Error>((last.map(|last| last.at), view.find_last_statement()?))
        })?;
        let (shelf, rotation_due, unattended) = self.app().inner().household.read(|view| {
            let due = view.key_standings()?.iter().any(|keys| keys.books == id && keys.due);
            Ok::<_, pecule_store::Error>((view.shelf(id)?, due, view.find_unattended(id)?))
        })?;
        let (access, share) = self.rights(&held.grant, &trust.open)?;
        let people = people(&trust, self.id());
        let owners: Vec<&GranteeView> =
            people.iter().filter(|line| line.access == OWN && counts(line)).collect();
        let nobody =
            Share::sum(owners.iter().map(|owner| owner.share)).map_or(Share::NONE, Share::rest);
        Ok(BooksView {
            id,
            title: shelf.title,
            access: access.word().to_owned(),
            share: if access == Access::Own { share } else { Share::NONE },
            nobody,
            joint: owners.len() > 1 || !nobody.is_none(),
            first,
            people,
            unattended: unattended.is_some() && trust.machine.is_some(),
            rotation_due,
            created_at: shelf.created_at,
            changed_at,
            stated_on,
        })
    }
}

/// The word of [`Access::Own`].
const OWN: &str = Access::Own.word();

/// An owner of books to be created.
pub(crate) struct NewOwner {
    pub(crate) row: pecule_store::household::people::persons::Person,
    pub(crate) share: Share,
}

/// Parses a share in percent, such as `62.37`, `62,37` or `50 %`.
pub fn share_in_percent(typed: &str) -> Result<Share> {
    let number = typed.trim().trim_end_matches('%').trim().replace(',', ".");
    let invalid = |reason| Error::invalid_with("share", reason, typed.trim());
    let percent: Decimal = number.parse().map_err(|_bad| invalid(Reason::NotANumber))?;
    Share::from_percentage(percent).map_err(|_bad| invalid(Reason::OutOfRange))
}

/// Refuses shares that add up to more than 1.
pub(crate) fn check_shares(shares: impl Iterator<Item = Share>) -> Result<()> {
    Share::sum(shares).map(drop).map_err(|excess| {
        Error::invalid_with("share", Reason::TooMuch, excess.percentage().to_string())
    })
}

/// Whether an entry counts as an owner: not for removed people, nor for access that no owner granted.
fn counts(line: &GranteeView) -> bool {
    matches!(line.standing.as_str(), "sound" | "key-changed")
}

fn people(trust: &Trust, oneself: PersonId) -> Vec<GranteeView> {
    let mut lines: Vec<GranteeView> =
        trust.pairs.iter().map(|pair| grantee(pair, oneself)).collect();
    lines.sort_by(|one, other| {
        let key = |line: &GranteeView| (line.access != OWN, line.name.to_lowercase(), line.person);
        key(one).cmp(&key(other))
    });
    lines
}

fn grantee(pair: &PinnedPerson, oneself: PersonId) -> GranteeView {
    let pinned = |of: fn(&Grantee) -> String| pair.pin.as_ref().map(of);
    let name = pair.row.as_ref().map(|row| row.name.clone());
    let fingerprint = pinned(|pin| pin.fingerprint.clone())
        .or_else(|| pair.grant.as_ref().map(|grant| grant.fingerprint.clone()));
    let (standing, found) = match &pair.standing {
        PinState::Sound => ("sound", None),
        PinState::Changed(found) => ("key-changed", Some(found.clone())),
        PinState::Unpinned => ("unknown", None),
        PinState::Gone => ("gone", None),
    };
    let access = pair.pin.as_ref().map(|pin| pin.access);
    let access = access.or_else(|| pair.grant.as_ref().map(|grant| grant.access));
    let share = pair.pin.as_ref().filter(|pin| pin.access == Access::Own).map(|pin| pin.share);
    GranteeView {
        person: pair.person,
        name: name.or_else(|| pinned(|pin| pin.name.clone())).unwrap_or_default(),
        oneself: pair.person == oneself,
        access: access.unwrap_or(Access::Read).word().to_owned(),
        share: share.unwrap_or_default(),
        fingerprint: fingerprint.unwrap_or_default(),
        since: pair.pin.as_ref().map(|pin| pin.pinned_at),
        standing: standing.to_owned(),
        found,
    }
}
