//! The rules by name: how grave each is, what to do, and how soon the same is told again.

use jiff::SignedDuration;

crate::words! {
    /// How grave a finding is.
    Severity {
        /// Good to know.
        Notice = "notice": "good to know",
        /// To be looked at.
        Warning = "warning": "to be looked at",
        /// To be looked at today.
        Serious = "serious": "to be looked at today",
        /// To be looked at now.
        Critical = "critical": "to be looked at now",
    }
}

crate::words! {
    /// What is watched for.
    Rule {
        /// Five failed sign-ins in fifteen minutes on one account.
        SignInFailures = "sign-in-failures": "several sign-ins failed on this account",
        /// Ten different names from one address in fifteen minutes.
        Spraying = "spraying": "many names were tried from one address",
        /// A sign-in after five failures.
        SuccessAfterFailures = "success-after-failures": "somebody signed in after several failures",
        /// A first sign-in from a device.
        NewDevice = "new-device": "a sign-in from a device not seen before",
        /// A first sign-in from a network.
        NewNetwork = "new-network": "a sign-in from a network not seen before",
        /// A sign-in at an hour at which this person never comes.
        OddHour = "odd-hour": "a sign-in at an unusual hour",
        /// Two sign-ins from different networks within ten minutes.
        TwoNetworks = "two-networks": "two sign-ins from different networks within ten minutes",
        /// A refresh token that was used before.
        RefreshReuse = "refresh-reuse": "a program's token was used twice: it may have been copied",
        /// An access token that this installation never made.
        ForgedToken = "forged-token": "an access token was sent that was not made here",
        /// Many addresses of records that are not there, or not theirs.
        Probing = "probing": "many records were asked for that are not there",
        /// Several exports in a day.
        MassExport = "mass-export": "much was exported within a day",
        /// A backup left the machine.
        BackupDownloaded = "backup-downloaded": "a backup was downloaded",
        /// Backups are sealed to somebody else.
        RecipientsChanged = "recipients-changed": "who can open the backups was changed",
        /// The second factor of somebody was removed.
        SecondFactorRemoved = "second-factor-removed": "a second factor was removed",
        /// A password or a recovery code was changed.
        PasswordChanged = "password-changed": "a password was changed",
        /// Somebody's rights in the household were changed.
        RoleChanged = "role-changed": "somebody's rights in the household were changed",
        /// A journal does not follow.
        JournalBroken = "journal-broken": "a journal was altered",
        /// Somebody took note of a break, and a new chain began.
        JournalResumed = "journal-resumed": "a journal that was altered goes on behind the break",
        /// What asks for the password was done without it.
        UnconfirmedDeed = "unconfirmed-deed": "something was done that asks for the password, long after it was given",
        /// A file is older than what was seen of it before.
        RolledBack = "rolled-back": "an older file was put in the place of a newer one",
        /// A key that somebody was granted is not that of the books.
        UnsoundGrant = "unsound-grant": "a key that was granted is not that of the books: they are left out",
        /// The clock went back.
        ClockSetBack = "clock-set-back": "the machine's clock was set back",
        /// The clock jumped ahead, or nothing was recorded for long.
        ClockSetAhead = "clock-set-ahead": "nothing was recorded for two months: the machine's clock was set ahead, or the machine was off",
        /// A file is damaged.
        IntegrityFailed = "integrity-failed": "a file is damaged",
        /// No backup for more than 26 hours.
        BackupStale = "backup-stale": "the last backup is older than 26 hours",
        /// No backup was proven for more than eight days.
        BackupUnproven = "backup-unproven": "no backup was proven for eight days",
        /// Messages about findings do not arrive.
        MessagesFailed = "messages-failed": "messages about what is noticed cannot be sent",
        /// The program was about to reach a machine that is not allowed.
        OutboundRefused = "outbound-refused": "a connection to a machine that is not allowed was refused",
        /// Pages tried what the policy forbids.
        PolicyReports = "policy-reports": "browsers report content that does not come from here",
    }
}

/// What makes something a finding of its own, beside one of the same rule that nobody took note of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    /// Nothing: it is counted there.
    Never,
    /// Another device, another place.
    ByDetails,
    /// Each time it happens.
    Each,
}

impl Rule {
    /// The rule of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.key() == word)
    }

    /// How grave it is.
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

    /// How long the same is not told again once somebody took note of it.
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

    /// What makes one a finding of its own while nobody took note of the one before: a stranger's device must not hide behind
    /// one's own new telephone. What strangers can cause at will only adds to the one before.
    pub(crate) const fn apart(self) -> Apart {
        match self {
            Self::NewDevice
            | Self::NewNetwork
            | Self::OddHour
            | Self::TwoNetworks
            | Self::SuccessAfterFailures => Apart::ByDetails,
            Self::BackupDownloaded
            | Self::RecipientsChanged
            | Self::SecondFactorRemoved
            | Self::PasswordChanged
            | Self::RoleChanged
            | Self::JournalResumed
            | Self::UnconfirmedDeed
            | Self::RefreshReuse => Apart::Each,
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
            | Self::PolicyReports => Apart::Never,
        }
    }

    /// Whether it is a state that lasts, rather than something that happens again.
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

    /// What to do, in one sentence.
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
