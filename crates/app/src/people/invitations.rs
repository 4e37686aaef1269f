//! Makes and accepts invitations, secrets shown once that admit one person within 24 hours.

use jiff::{SignedDuration, Timestamp};
use pecule_domain::id::InvitationId;
use pecule_keys::SessionToken;
use pecule_store::household::people::invitations::Invitation;
use pecule_store::household::people::persons::{MOST_PERSONS, folded};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::actors::admin::Admin;
use crate::app::{App, Guest};
use crate::audit_event::AuditEvent;
use crate::error::conflict::Conflict;
use crate::error::{Error, Reason, Refusal, Result};
use crate::people::registration::{CreatedPerson, NewPerson};

/// Lifetime of an invitation.
const LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Retention of expired and used invitations.
const MEMORY: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A new invitation.
pub struct NewInvitation {
    pub id: InvitationId,
    /// The secret, shown once; only its hash is stored.
    pub token: Zeroizing<String>,
    /// End of its validity.
    pub expires_at: Timestamp,
}

/// State of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationState {
    /// Can be accepted.
    Open,
    Used,
    Withdrawn,
    Expired,
}

/// An invitation as the administrator sees it.
#[derive(Debug, Clone, Serialize)]
pub struct InvitationView {
    pub id: InvitationId,
    pub state: InvitationState,
    /// Name of the administrator who made it; empty after their removal.
    pub made_by: String,
    pub created_at: Timestamp,
    /// End of its validity.
    pub expires_at: Timestamp,
    /// Name of the person who accepted it; empty if not accepted, or after their removal.
    pub used_by: String,
}

impl InvitationState {
    /// The stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Used => "used",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    fn of(invitation: &Invitation, now: Timestamp) -> Self {
        match (invitation.used, invitation.withdrawn_at) {
            (Some(_), _) => Self::Used,
            (None, Some(_)) => Self::Withdrawn,
            (None, None) if invitation.is_open(now) => Self::Open,
            (None, None) => Self::Expired,
        }
    }
}

impl Admin<'_> {
    /// Makes an invitation. Fails with `HouseholdFull` if there is no room for another person.
    pub fn invite(self) -> Result<NewInvitation> {
        self.invite_for("")
    }

    /// Makes an invitation with the name of the intended person.
    pub fn invite_for(self, label: &str) -> Result<NewInvitation> {
        let token = SessionToken::generate()?;
        let id = self.app().draw(InvitationId::new)?;
        let now = self.app().clock().now();
        let invitation = Invitation {
            id,
            token_hash: token.hash(),
            made_by: self.person().id(),
            created_at: now,
            expires_at: now.saturating_add(LIFE).unwrap_or(now),
            used: None,
            withdrawn_at: None,
        };
        let object = id.to_string();
        let label: String = label.chars().filter(|letter| !letter.is_control()).take(80).collect();
        let details = serde_json::json!({ "for": label }).to_string();
        let deed = AuditEvent::of(self.person(), "person-invited", &object);
        let deed = if label.is_empty() { deed } else { deed.with(&details) };
        self.change(&deed, |edit| {
            if edit.person_count()? >= MOST_PERSONS {
                return Err(Conflict::HouseholdFull.into());
            }
            edit.prune_invitations(now.saturating_sub(MEMORY).unwrap_or(now))?;
            Ok(edit.add_invitation(&invitation)?)
        })?;
        Ok(NewInvitation { id, token: token.text(), expires_at: invitation.expires_at })
    }

    /// Lists the invitations of the last thirty days, newest first.
    pub fn invitations(self) -> Result<Vec<InvitationView>> {
        let now = self.app().clock().now();
        let (rows, people) =
            self.app().inner().household.read(|view| {
                Ok::<_, pecule_store::Error>((view.invitations()?, view.persons()?))
            })?;
        let name = |id| {
            let found = people.iter().find(|row| Some(row.id) == id);
            found.map(|row| row.name.clone()).unwrap_or_default()
        };
        let line = |row: Invitation| InvitationView {
            id: row.id,
            state: InvitationState::of(&row, now),
            made_by: name(Some(row.made_by)),
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_by: name(row.used.map(|(_at, by)| by)),
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Withdraws an invitation that was not accepted yet.
    pub fn withdraw(self, id: InvitationId) -> Result<()> {
        let object = id.to_string();
        let now = self.app().clock().now();
        self.change(&AuditEvent::of(self.person(), "invitation-withdrawn", &object), |edit| {
            edit.withdraw_invitation(id, now).map_err(refused)
        })
    }
}

impl Guest<'_> {
    /// Fails with `BadInvitation` if the invitation is not valid.
    pub fn look_at_invitation(self, token: &str) -> Result<()> {
        self.open_invitation(token).map(|_invitation| ())
    }

    /// Accepts an invitation: creates a member with own books and without administrator rights.
    pub fn accept(self, token: &str, newcomer: &NewPerson<'_>) -> Result<CreatedPerson> {
        let invitation = self.open_invitation(token)?;
        let inner = self.app.inner();
        // Checked before the expensive password hashing, and again in the transaction.
        let (full, taken) = inner.household.read(|view| {
            let full = view.person_count()? >= MOST_PERSONS;
            Ok::<_, pecule_store::Error>((
                full,
                view.find_person(&folded(newcomer.name))?.is_some(),
            ))
        })?;
        if full {
            return Err(Conflict::HouseholdFull.into());
        }
        if taken {
            return Err(Error::invalid("name", Reason::Taken));
        }
        let draft = self.app.draft_person(newcomer, false)?;
        let object = invitation.id.to_string();
        let deed = AuditEvent::new("invitation-accepted", &object).by(draft.row.id, None);
        let entered = self.app.change_household(&deed, |edit| {
            edit.use_invitation(invitation.id, draft.row.id, inner.clock.now()).map_err(refused)?;
            App::enter(edit, &draft)
        });
        self.app.finish(newcomer, draft, entered)
    }

    fn open_invitation(self, token: &str) -> Result<Invitation> {
        let inner = self.app.inner();
        let token = SessionToken::parse(token.trim()).map_err(|_bad| Refusal::BadInvitation)?;
        let found = inner.household.read(|view| view.find_invitation(&token.hash()))?;
        let open = found.filter(|invitation| invitation.is_open(inner.clock.now()));
        Ok(open.ok_or(Refusal::BadInvitation)?)
    }
}

fn refused(error: pecule_store::Error) -> Error {
    if matches!(error, pecule_store::Error::Expired) {
        return Refusal::BadInvitation.into();
    }
    error.into()
}
