# Everybody's own account: the password again, the lock, the second factor, access for programs.
confirm-title = Your password
confirm-heading = Confirm that it is you
confirm-why = { $name }, this asks for your password. It then counts for ten minutes.
confirm-go = Go on
confirm-fault = This is not possible yet
confirm-wrong = This is not the password.
confirm-press-again = Confirmed. Press the button again.
locked-title = Session locked
locked-heading = Your books are locked
locked-why = { $name }, give your password to go on where you were.
locked-go = Unlock
locked-leave = End this session
lock-now = Lock
lock-title = Lock
lock-after = Lock when unused for
lock-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
lock-why = The browser then asks for the password again, and the page stays where you left it. The l key locks at once.
lock-choose = Choose this delay
refused-locked = This session is locked: give your password.
refused-enrol-first = This household demands a second factor: set yours up in a browser.
refused-stale-token = The key of these books was renewed since this token was made: make another.
refused-too-fast = Too many requests at once: wait { $seconds } s, then go on.
conflict-second-factor-required = This household demands a second factor of everybody: it can be renewed, not switched off.
conflict-too-many-tokens = You have twenty tokens already: revoke one first.
fault-password-breached = This password stands in a list of stolen passwords: take another.
second-factor-see = Manage
second-factor-required = This household demands a second factor
second-factor-required-first = Set yours up to go on. An application for codes on your telephone is enough.
second-factor-required-on = Yours is on. It cannot be switched off as long as the household demands it.
second-factor-off = Switch the second factor off
second-factor-off-what = Your password alone will open your books. The one-time codes will be erased.
second-factor-off-code = Code of the application, or a one-time code
one-time-codes-title = One-time codes
one-time-codes-left = { $count ->
    [0] You have none left.
    [one] You have { $count } left.
   *[other] You have { $count } left.
}
one-time-codes-renew = Make ten new codes
one-time-codes-renew-what = The old ones will no longer count.
one-time-codes-what = Each takes the place of your application’s code once, should the telephone be lost. They are not shown again: print them, or keep them with the recovery code.
one-time-codes-copy = Copy the codes
one-time-codes-noted = I have written them down
sign-in-code-hint = Six digits of your application, or one of your one-time codes.
sessions-end-all = End everywhere
sessions-end-all-why = Ends all your sessions, this one too, and those of programs.
sessions-most = Ten at most: an eleventh ends the longest unused.
session-here = this machine
session-locked = locked
tokens-title = Access for programs
tokens-short = Tokens that read one set of books, for a while.
tokens-open = Open
tokens-what = A token lets a program read one set of books over the API. It writes nothing, opens neither your other books nor the pages, and ends when its time is over or the key of the books is renewed.
tokens-yours = Your tokens
tokens-none = No token yet.
token-new = New token
token-name = Name
token-name-hint = What it is for: you will know it by this in the list.
token-books = Books
token-life = For how long
token-days = { $days } days
token-make = Make the token
token-how = The program sends it so: Authorization: Bearer pecule_pt_…
token-made = Your token
token-made-what = It is shown once. Put it where the program will read it, and nowhere else.
token-copy = Copy the token
token-facts = { $books } · until { $until }
token-used = Last used: { $moment }
token-unused = Never used
token-revoke = Revoke
token-state-expired = expired
token-state-stale = key renewed
account-notice-second-factor-removed = Your second factor was switched off
account-notice-second-factor-reset = The administrator took your second factor away
account-notice-one-time-code-used = A one-time code was used
account-notice-when = On { $moment }. If this was neither you nor at your request, change your password and end all your sessions.
account-notice-away = Seen
household-demand = A second factor for all
household-demand-what = Whoever has none yet is led to set one up right after signing in, and can do nothing else. Programs are refused until then.
household-demand-box = Demand a second factor of everybody
household-reset-factor = Take the second factor away
household-reset-factor-what = For somebody who lost their telephone and their codes. Their password alone will open their books; they are told at their next sign-in, and it is written in the journal.
