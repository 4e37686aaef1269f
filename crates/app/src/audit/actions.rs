//! Lists the actions of the household's audit log, in groups.

use crate::error::{Error, Reason, Result};

crate::words! {
    /// A group of actions.
    Group {
        /// Signing in and out, tokens.
        Access = "access": "signing in and out",
        /// Members of the household and their rights.
        People = "people": "people and their rights",
        /// Passwords, second factors, recovery codes, keys.
        Keys = "keys": "passwords and keys",
        /// Access to books.
        Sharing = "sharing": "sharing",
        /// Backups and drills.
        Backups = "backups": "backups",
        /// Files that left the program.
        Exports = "exports": "exports",
        /// Settings, audit log, alerts.
        System = "system": "the program itself",
    }
}

use Group::{Access, Backups, Exports, Keys, People, Sharing, System};

/// Every action of the audit log with its group; a test finds missing actions.
pub const ACTIONS: &[(&str, Group)] = &[
    ("administrator-handed-over", People),
    ("administrator-made", People),
    ("administrator-unmade", People),
    ("authority-made", Keys),
    ("backup-asked", Backups),
    ("backup-carried", Backups),
    ("backup-downloaded", Backups),
    ("backup-failed", Backups),
    ("backup-made", Backups),
    ("backup-proven", Backups),
    ("backup-removed", Backups),
    ("backup-thinned", Backups),
    ("backup-unproven", Backups),
    ("backups-scheduled", Backups),
    ("books-altered", Backups),
    ("books-attended", Sharing),
    ("books-exported", Exports),
    ("books-granted", Sharing),
    ("books-key-renewal-begun", Keys),
    ("books-key-renewed", Keys),
    ("books-left", Sharing),
    ("books-made", Sharing),
    ("books-put-back", Backups),
    ("books-renamed", Sharing),
    ("books-revoked", Sharing),
    ("books-rolled-back", System),
    ("books-shares-set", Sharing),
    ("books-unattended", Sharing),
    ("certificate-issued", Keys),
    ("copy-missing", Backups),
    ("copy-removed", Backups),
    ("csp-reported", System),
    ("departure-announced", People),
    ("departure-ready", People),
    ("departure-seen", People),
    ("departure-withdrawn", People),
    ("files-examined", System),
    ("finding-acknowledged", System),
    ("finding-raised", System),
    ("grant-unsound", System),
    ("grantee-pinned", Sharing),
    ("grantee-unpinned", Sharing),
    ("household-key-renewed", Keys),
    ("identity-renewed", Keys),
    ("integrity-failed", System),
    ("invitation-accepted", People),
    ("invitation-withdrawn", People),
    ("journal-checked", System),
    ("journal-exported", Exports),
    ("journal-resumed", System),
    ("journal-retention-set", System),
    ("journal-sealed", System),
    ("journal-segment-removed", System),
    ("kit-replaced", Keys),
    ("machine-identity-made", Keys),
    ("master-key-unwrapped", Keys),
    ("master-key-wrapped", Keys),
    ("message-sent", System),
    ("message-tried", System),
    ("messages-asked", System),
    ("messages-declined", System),
    ("one-time-code-used", Access),
    ("one-time-codes-renewed", Keys),
    ("outbound-refused", System),
    ("password-changed", Keys),
    ("password-confirmed", Access),
    ("password-recovered", Keys),
    ("person-disabled", People),
    ("person-enabled", People),
    ("person-invited", People),
    ("person-made", People),
    ("person-removed", People),
    ("personal-token-made", Access),
    ("personal-token-revoked", Access),
    ("precaution-reminder", System),
    ("precaution-reopened", System),
    ("precaution-taken", System),
    ("probing", Access),
    ("refresh-token-reused", Access),
    ("relay-answered", System),
    ("relay-failed", System),
    ("relay-named", System),
    ("relay-removed", System),
    ("restored", Backups),
    ("retained-keys-forgotten", Keys),
    ("sealed-books-taken", Exports),
    ("second-factor-enrolled", Keys),
    ("second-factor-removed", Keys),
    ("second-factor-required", People),
    ("second-factor-reset", Keys),
    ("session-locked", Access),
    ("session-unlocked", Access),
    ("sign-in", Access),
    ("signed-out-everywhere", Access),
    ("target-added", Backups),
    ("target-answered", Backups),
    ("target-changed", Backups),
    ("target-confirmed", Backups),
    ("target-failed", Backups),
    ("target-gone-on", Backups),
    ("target-removed", Backups),
    ("token-forged", Access),
    ("token-key-renewed", Keys),
    ("wealth-exported", Exports),
];

/// Returns the group of an action; unknown actions belong to `System`.
pub fn group_of(action: &str) -> Group {
    ACTIONS.iter().find(|(word, _group)| *word == action).map_or(System, |(_word, group)| *group)
}

/// Returns the actions of a group, or the single action of that name.
pub(crate) fn of_kind(kind: &str) -> Result<Vec<String>> {
    if let Some(group) = Group::ALL.iter().find(|group| group.key() == kind) {
        let members = ACTIONS.iter().filter(|(_word, of)| of == group);
        return Ok(members.map(|(word, _of)| (*word).to_owned()).collect());
    }
    let known = ACTIONS.iter().any(|(word, _group)| *word == kind);
    if known { Ok(vec![kind.to_owned()]) } else { Err(Error::invalid("kind", Reason::NotInList)) }
}

/// The kind of a sign-in by a command.
pub(crate) const COMMAND: &str = "command";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_a_group_or_an_action() {
        assert!(of_kind("people").unwrap().contains(&"person-invited".to_owned()));
        assert_eq!(of_kind("sign-in").unwrap(), ["sign-in"]);
        assert!(of_kind("nothing").is_err());
        for group in Group::ALL {
            assert!(!of_kind(group.key()).unwrap().is_empty(), "{}", group.key());
        }
        let words: std::collections::BTreeSet<_> = ACTIONS.iter().map(|(word, _)| word).collect();
        assert_eq!(words.len(), ACTIONS.len(), "each once");
    }
}
