# The pages of the activity log, and its verification.
journal-title = Journal of the household
journal-what = Accesses, people, keys, backups, settings. Nothing of what anyone owns stands here.
journal-own-title = Journal of your accesses
journal-own-what = What you did in the household, and what was done there about you.
journal-when = When
journal-who = Who
journal-event = What
journal-where = From where
journal-nobody = the program
journal-gone = a person who was removed
journal-refused = refused
journal-failed = failed
journal-unknown-name = unknown name
journal-unknown-event = Another entry: { $action }
journal-none = No entry is like this
journal-none-why = Widen the choice to see others.
journal-all = Show everything
journal-filter = Choose
journal-filter-person = Person
journal-filter-anybody = anybody
journal-filter-kind = Kind
journal-filter-any = any
journal-filter-from = From
journal-filter-until = Until
journal-filter-go = Show
journal-of-session = One session alone is shown.
journal-session = Whole session
journal-older = Older
journal-latest = The latest
journal-export-csv = Export as CSV
journal-export-jsonl = Export as JSON lines
journal-head = End of the journal: { $mac }…, { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}. Keep it elsewhere: an entry rewritten or cut before it would show.
journal-verify = Check the journal
journal-verify-title = Check of the journal
journal-whole = The journal is whole
journal-whole-what = { $count ->
    [one] { $count } entry checked
   *[other] { $count } entries checked
}, from the first ({ $from }) to the last ({ $until }).
journal-whole-empty = There is no entry yet.
journal-anchored = A head kept apart vouches for the journal up to entry { $seq }.
journal-not-anchored = Without a head kept elsewhere, a tail that was cut or rewritten with the journal’s own key would not show: compare with a backup, or with a file of anchors.
journal-broken-what = At entry { $seq }: { $how }. Everything before it is intact ({ $count ->
    [one] { $count } entry
   *[other] { $count } entries
}).
journal-how-gap = entries are missing or were put in
journal-how-link = it does not follow the one before it
journal-how-code = what it says was changed
journal-how-anchor = it is not the entry that a head kept apart tells of
journal-how-cut = the end of the journal was cut off
journal-how-unreadable = it can no longer be read
journal-how-images = the details kept for undoing were changed
journal-back = Back to the journal
journal-books-verify = Check the journal of these books
journal-kind-access = accesses
journal-kind-people = people and rights
journal-kind-keys = passwords and keys
journal-kind-sharing = sharing
journal-kind-backups = backups
journal-kind-exports = exports
journal-kind-system = the program
journal-kind-refused = refusals
origin-this-machine = this machine
origin-local-network = local network
origin-command-line = command line
journal-link = Who did what in the household, and the check of the journal.
journal-own-link = Your sign-ins, your passwords, your exports.
journal-filter-books = Books
journal-how-segment = a sealed month is not what was sealed
journal-how-before = what precedes the new beginning is not what stood there
journal-retention = How long it is kept
journal-retention-title = How long the journal is kept
journal-retention-change = Change
journal-retention-seals = Entries older than { $months ->
    [one] { $months } month
   *[other] { $months } months
} are sealed, by whole months.
journal-retention-keeps = A sealed month is removed after { $months ->
    [one] { $months } month
   *[other] { $months } months
}.
journal-retention-for-ever = Nothing is ever removed.
journal-months = months
journal-seal_after_months = Seal after
journal-seal_after_months-hint = From 4 to 120. A sealed month leaves the list and is still checked, in backups as well as here.
journal-keep_months = Remove after
journal-keep_months-hint = From 24 to 1,200; empty: remove nothing. The last twelve sealed months always stay, and each removal stands in the journal.
journal-keep-fixed = The configuration decides (journal-keep-months).
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
    [one] { $count } sealed month walked
   *[other] { $count } sealed months walked
}{ $removed ->
    [0] .
    [one] , { $removed } of them removed.
   *[other] , { $removed } of them removed.
}
journal-anew = The chain begins anew at entry { $seq }, after a break that somebody took note of. What precedes is kept as it was found.
