# Signing in, and recent sign-ins.
sign-ins-title = Your recent sign-ins
sign-ins-none = No sign-in has been recorded yet.
sign-ins-here = here
sign-ins-unknown = If one of them was not you, end that session and change your password.
sign-ins-sessions = See the sessions
sign-ins-refused = { $count ->
    [one] One attempt under your name was refused
   *[other] { $count } attempts under your name were refused
} since your previous sign-in.
sign-ins-refused-look = See which
sign-in-code-hint = Six digits from your app, or one of your one-time codes.
sign-in-title = Sign in
sign-in-promise = Your password decrypts your space, which is your encrypted wealth file; nobody else can, not even the administrator.
sign-in-name = Name
sign-in-password = Password
sign-in-code = Second-factor code
code-heading = Your code
code-why = { $name }, your password is correct. Enter the code within five minutes.
code-lost = Lost both your phone and your codes? The household’s administrator can remove your second factor.
code-other = Start again with another name
sign-in-fault = Could not sign in
sign-in-unavailable-disk-full = This machine’s disk is full: each sign-in must be recorded, and cannot be. Nothing is lost. Free some space, or tell the household’s administrator; then try again, without restarting anything.
sign-in-unavailable-disk-fails = This machine’s disk is not responding normally: your sign-in could not be recorded, and nothing was changed. Try again; if it persists, have the machine checked.
sign-in-unavailable-read-only = One of the household’s files is damaged: nothing more is written to it, not even a sign-in. Tell the household’s administrator: the last verified backup restores it.
sign-in-unavailable-journal-broken = The household’s activity log has been altered: nothing more is written to it, not even a sign-in. Your spaces are intact and sealed. The machine’s administrator keeps a copy of the folder, compares it with the last verified backup, then acknowledges the alteration with `pecule audit restart-chain`.
sign-in-unavailable-rolled-back = An older file took the place of another, or its end was cut off: nothing more is written to it. Tell the household’s administrator: the last verified backup shows what is missing.
