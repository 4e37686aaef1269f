# The pages of the activity log, and its verification.
journal-title = Household activity log
journal-what = Access, people, keys, backups, settings. Nobody’s wealth is recorded here.
journal-own-title = Your activity log
journal-own-what = What you did in the household, and what concerns you.
journal-when = When
journal-who = Who
journal-event = What
journal-where = From where
journal-nobody = the program
journal-gone = a removed person
journal-refused = refused
journal-failed = failed
journal-unknown-name = unknown name
journal-unknown-event = Other entry: { $action }
journal-none = No matching entries
journal-none-why = Widen the selection to see others.
journal-all = Show all
journal-filter = Filter
journal-filter-person = Person
journal-filter-anybody = anyone
journal-filter-kind = Type
journal-filter-any = any
journal-filter-from = From
journal-filter-until = Until
journal-filter-go = Show
journal-of-session = Only one session is shown.
journal-session = Whole session
journal-older = Older
journal-latest = Latest
journal-export-csv = Export as CSV
journal-export-jsonl = Export as JSON lines
journal-head = End of the log: { $mac }…, { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}. Keep it elsewhere: any entry rewritten or cut before it would show.
journal-verify = Verify the log
journal-verify-title = Log verification
journal-whole = The log is intact
journal-whole-what = { $count ->
    [one] { $count } entry verified
   *[other] { $count } entries verified
}, from the first ({ $from }) to the last ({ $until }).
journal-whole-empty = There are no entries yet.
journal-anchored = An anchor kept elsewhere confirms the log up to entry { $seq }.
journal-not-anchored = Without an anchor kept elsewhere, an ending that was cut or rewritten with the log’s own key would not show: compare with a backup, or with a file of anchors.
journal-broken-what = At entry { $seq }: { $how }. Everything before it is intact ({ $count ->
    [one] { $count } entry
   *[other] { $count } entries
}).
journal-how-gap = entries are missing or were added
journal-how-link = it does not follow the one before it
journal-how-code = its content was changed
journal-how-anchor = it is not the entry that the anchor announces
journal-how-cut = the end of the log was cut off
journal-how-unreadable = it can no longer be read
journal-how-images = the details kept for undoing were changed
journal-back = Back to the log
journal-books-verify = Verify this space’s log
journal-kind-access = access
journal-kind-people = people and rights
journal-kind-keys = passwords and keys
journal-kind-sharing = sharing
journal-kind-backups = backups
journal-kind-exports = exports
journal-kind-system = program
journal-kind-refused = refusals
origin-this-machine = this machine
origin-local-network = local network
origin-command-line = command line
journal-link = Who did what in the household, and log verification.
journal-own-link = Your sign-ins, your passwords, your exports.
journal-filter-books = Space
journal-how-segment = a sealed month is no longer what was sealed
journal-how-before = what precedes the new start is no longer what was there
journal-retention = Retention
journal-retention-title = Log retention
journal-retention-change = Change
journal-retention-seals = Entries older than { $months ->
    [one] { $months } month
   *[other] { $months } months
} are sealed, in whole months.
journal-retention-keeps = A sealed month is removed after { $months ->
    [one] { $months } month
   *[other] { $months } months
}.
journal-retention-for-ever = Nothing is ever removed.
journal-months = months
journal-seal_after_months = Seal after
journal-seal_after_months-hint = From 4 to 120. A sealed month leaves the list but is still verified, in backups as well as here.
journal-keep_months = Remove after
journal-keep_months-hint = From 24 to 1,200; leave empty to remove nothing. The last twelve sealed months always stay, and each removal is recorded in the log.
journal-keep-fixed = Set in the configuration (journal-keep-months).
journal-segments = { $count ->
    [one] { $count } sealed month
   *[other] { $count } sealed months
}
journal-segment = Sealed month
journal-segment-entries = Entries
journal-segment-sealed = Sealed on
journal-segment-take = Download
journal-segment-removed = removed on { $day }
journal-segments-walked = { $count ->
    [one] { $count } sealed month checked
   *[other] { $count } sealed months checked
}{ $removed ->
    [0] .
    [one] , { $removed } of them removed.
   *[other] , { $removed } of them removed.
}
journal-anew = The chain restarts at entry { $seq }, after an alteration that someone acknowledged. What came before is kept as it was found.
