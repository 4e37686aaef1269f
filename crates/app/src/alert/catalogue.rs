//! Lists the alert rules with their severity, advice and quiet period.

use jiff::SignedDuration;

crate::words! {
    /// Severity of an alert.
    Severity {
        Notice = "notice": "good to know",
        Warning = "warning": "to be looked at",
        Serious = "serious": "to be looked at today",
        Critical = "critical": "to be looked at now",
    }
}

crate::words! {
    /// A condition that raises an alert.
    Rule {
        /// Five failed sign-ins within fifteen minutes on one account.
        SignInFailures = "sign-in-failures": "several sign-ins failed on this account",
        /// Ten different names from one address within fifteen minutes.
        Spraying = "spraying": "many names were tried from one address",
        /// A sign-in after five failures.
        SuccessAfterFailures = "success-after-failures": "somebody signed in after several failures",
        /// First sign-in from a device.
        NewDevice = "new-device": "a sign-in from a device not seen before",
        /// First sign-in from a network.
        NewNetwork = "new-network": "a sign-in from a network not seen before",
        /// Sign-in at an hour unusual for this person.
        OddHour = "odd-hour": "a sign-in at an unusual hour",
        /// Two sign-ins from different networks within ten minutes.
        TwoNetworks = "two-networks": "two sign-ins from different networks within ten minutes",
        /// A refresh token was used twice.
        RefreshReuse = "refresh-reuse": "a program's token was used twice: it may have been copied",
        /// An access token that this installation did not issue.
        ForgedToken = "forged-token": "an access token was sent that was not made here",
        /// Many requests for missing or inaccessible records.
        Probing = "probing": "many records were asked for that are not there",
        /// Several exports within a day.
        MassExport = "mass-export": "much was exported within a day",
        /// A backup was downloaded.
        BackupDownloaded = "backup-downloaded": "a backup was downloaded",
        /// The recipients of backups changed.
        RecipientsChanged = "recipients-changed": "who can open the backups was changed",
        /// A second factor was removed.
        SecondFactorRemoved = "second-factor-removed": "a second factor was removed",
        PasswordChanged = "password-changed": "a password was changed",
        /// A person's rights in the household changed.
        RoleChanged = "role-changed": "somebody's rights in the household were changed",
        /// An audit chain is broken.
        JournalBroken = "journal-broken": "a journal was altered",
        /// A break was acknowledged, and a new chain started.
        JournalResumed = "journal-resumed": "a journal that was altered goes on behind the break",
        /// A protected action without a recent password.
        UnconfirmedDeed = "unconfirmed-deed": "something was done that asks for the password, long after it was given",
        /// A file is older than the last version seen.
        RolledBack = "rolled-back": "an older file was put in the place of a newer one",
        /// A granted key does not open the books.
        UnsoundGrant = "unsound-grant": "a key that was granted is not that of the books: they are left out",
        /// The clock was set back.
        ClockSetBack = "clock-set-back": "the machine's clock was set back",
        /// The clock was set ahead, or nothing was recorded for sixty days.
        ClockSetAhead = "clock-set-ahead": "nothing was recorded for two months: the machine's clock was set ahead, or the machine was off",
        IntegrityFailed = "integrity-failed": "a file is damaged",
        /// No backup for more than 26 hours.
        BackupStale = "backup-stale": "the last backup is older than 26 hours",
        /// No successful drill for more than eight days.
        BackupUnproven = "backup-unproven": "no backup was proven for eight days",
        /// Notifications cannot be sent.
        MessagesFailed = "messages-failed": "messages about what is noticed cannot be sent",
        /// A connection to a forbidden address was refused.
        OutboundRefused = "outbound-refused": "a connection to a machine that is not allowed was refused",
        /// A browser reported a violation of the content security policy.
        PolicyReports = "policy-reports": "browsers report content that does not come from here",
    }
}

/// What separates an alert from an open one of the same rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AlertKey {
    /// Never: the open alert is counted up.
    Never,
    /// Different details, such as another device.
    ByDetails,
    /// Each occurrence is an alert of its own.
    Each,
}

impl Rule {
    /// Parses the stable word of a rule.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.key() == word)
    }

    /// The severity of alerts of this rule.
    pub const fn severity(self) -> Severity {
        match self {
            Self::NewDevice
            | Self::NewNetwork
            | Self::OddHour
            | Self::PasswordChanged
            | Self::RoleChanged
            | Self::BackupDownloaded => Severity::Notice,
            Self::SignInFailures
            | Self::TwoNetworks
            | Self::MassExport
            | Self::ClockSetBack
            | Self::ClockSetAhead
            | Self::BackupStale
            | Self::BackupUnproven
            | Self::MessagesFailed
            | Self::OutboundRefused
            | Self::SecondFactorRemoved
            | Self::PolicyReports => Severity::Warning,
            Self::Spraying
            | Self::SuccessAfterFailures
            | Self::ForgedToken
            | Self::Probing
            | Self::UnsoundGrant
            | Self::UnconfirmedDeed
            | Self::JournalResumed
            | Self::RecipientsChanged => Severity::Serious,
            Self::RefreshReuse | Self::JournalBroken | Self::RolledBack | Self::IntegrityFailed => {
                Severity::Critical
            }
        }
    }

    /// Returns how long repetitions raise no new alert after an acknowledgement.
    pub(crate) const fn quiet(self) -> SignedDuration {
        match self {
            Self::SignInFailures | Self::Spraying | Self::SuccessAfterFailures => {
                SignedDuration::from_mins(15)
            }
            Self::TwoNetworks | Self::Probing | Self::ForgedToken | Self::PolicyReports => {
                SignedDuration::from_mins(10)
            }
            Self::MassExport
            | Self::JournalBroken
            | Self::IntegrityFailed
            | Self::RolledBack
            | Self::UnsoundGrant
            | Self::OutboundRefused => SignedDuration::from_hours(24),
            Self::BackupStale | Self::BackupUnproven | Self::MessagesFailed => {
                SignedDuration::from_hours(24 * 7)
            }
            Self::NewDevice
            | Self::NewNetwork
            | Self::OddHour
            | Self::RefreshReuse
            | Self::BackupDownloaded
            | Self::RecipientsChanged
            | Self::SecondFactorRemoved
            | Self::PasswordChanged
            | Self::RoleChanged
            | Self::JournalResumed
            | Self::UnconfirmedDeed
            | Self::ClockSetBack
            | Self::ClockSetAhead => SignedDuration::ZERO,
        }
    }

    /// Returns when a repetition is a separate alert while the first one is open.
    ///
    /// An attacker's device must not be hidden behind the owner's new phone. Events that clients can
    /// trigger only count up.
    pub(crate) const fn apart(self) -> AlertKey {
        match self {
            Self::NewDevice
            | Self::NewNetwork
            | Self::OddHour
            | Self::TwoNetworks
            | Self::SuccessAfterFailures => AlertKey::ByDetails,
            Self::BackupDownloaded
            | Self::RecipientsChanged
            | Self::SecondFactorRemoved
            | Self::PasswordChanged
            | Self::RoleChanged
            | Self::JournalResumed
            | Self::UnconfirmedDeed
            | Self::RefreshReuse => AlertKey::Each,
            Self::SignInFailures
            | Self::Spraying
            | Self::ForgedToken
            | Self::Probing
            | Self::MassExport
            | Self::JournalBroken
            | Self::RolledBack
            | Self::UnsoundGrant
            | Self::ClockSetBack
            | Self::ClockSetAhead
            | Self::IntegrityFailed
            | Self::BackupStale
            | Self::BackupUnproven
            | Self::MessagesFailed
            | Self::OutboundRefused
            | Self::PolicyReports => AlertKey::Never,
        }
    }

    /// Whether the rule describes a lasting state, whose repetitions are not counted.
    pub(crate) const fn lasts(self) -> bool {
        matches!(
            self,
            Self::BackupStale
                | Self::BackupUnproven
                | Self::MessagesFailed
                | Self::JournalBroken
                | Self::RolledBack
                | Self::UnsoundGrant
                | Self::IntegrityFailed
        )
    }

    /// Advice in one sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::SignInFailures => {
                "If it was not you, choose a new password and add a second factor."
            }
            Self::Spraying => {
                "Look in the journal from where; keep the program off the open network."
            }
            Self::SuccessAfterFailures
            | Self::NewDevice
            | Self::NewNetwork
            | Self::OddHour
            | Self::TwoNetworks => {
                "If it was not you, end that session, then choose a new password."
            }
            Self::RefreshReuse => {
                "That session was ended; sign the program in again, and look where its token was kept."
            }
            Self::ForgedToken => "Look in the journal from where, and which program sent it.",
            Self::Probing => "Ask the person; if it was not they, end their sessions.",
            Self::MassExport => "If it was not you, end your sessions and choose a new password.",
            Self::BackupDownloaded => {
                "A backup opens with the household kit or its owners' passwords: ask who took it."
            }
            Self::RecipientsChanged => {
                "If you did not ask for it, look at who runs the household, and renew the kit."
            }
            Self::SecondFactorRemoved => {
                "If it was not you, choose a new password and add the second factor again."
            }
            Self::PasswordChanged => {
                "If it was not you, recover your account with your recovery code now."
            }
            Self::RoleChanged => "If you did not know of it, ask who runs the household.",
            Self::JournalBroken => {
                "Keep a copy of the folder as it is, compare it with the last backup, then take note of the break: until then that file is not written to."
            }
            Self::JournalResumed => {
                "If nobody in the household took note of a break, somebody who holds its keys did: compare with the last backup."
            }
            Self::UnconfirmedDeed => {
                "If it was not you, end that session and choose a new password; if it was, tell who maintains the program."
            }
            Self::RolledBack => {
                "Keep the files as they are; restore the last proven backup if nobody put them back on purpose."
            }
            Self::UnsoundGrant => {
                "Ask who rules the machine. If the books are yours, have another owner grant them anew."
            }
            Self::ClockSetBack | Self::ClockSetAhead => {
                "Check the machine's clock and its time server."
            }
            Self::IntegrityFailed => "Keep the file as it is, and restore the last proven backup.",
            Self::BackupStale => "Make a backup now, then look at why none was made.",
            Self::BackupUnproven => "Run a restore drill.",
            Self::MessagesFailed => "Try them again on the page Messages of the household.",
            Self::OutboundRefused => "Look in the settings at what may be reached.",
            Self::PolicyReports => {
                "Look at extensions of the browser, and at what stands between it and here."
            }
        }
    }
}
