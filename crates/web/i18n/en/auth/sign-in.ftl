# Signing in, and recent sign-ins.
sign-ins-title = Your recent sign-ins
sign-ins-none = No sign-in is noted yet.
sign-ins-here = here
sign-ins-unknown = If one of them was not you, end that session and choose a new password.
sign-ins-sessions = See the sessions
sign-ins-refused = { $count ->
    [one] One try under your name was refused
   *[other] { $count } tries under your name were refused
} since your previous sign-in.
sign-ins-refused-look = See which
sign-in-code-hint = Six digits of your application, or one of your one-time codes.
sign-in-title = Open my books
sign-in-heading = Open my books
sign-in-promise = Your password decrypts your books; nobody else can, not even the administrator.
sign-in-name = Name
sign-in-password = Password
sign-in-code = Code of the second factor
sign-in-open = Open
code-title = Code of the second factor
code-heading = Your code
code-why = { $name }, your password is right. The code is left to give, within five minutes.
code-lost = Neither telephone nor codes left? Whoever runs the household can take your second factor away.
code-other = Start again with another name
sign-in-fault = These books did not open
sign-in-unavailable-disk-full = The disk of this machine is full: signing in is written down there, and cannot be. Nothing is lost. Free some space, or tell whoever runs the household; then try again, without restarting anything.
sign-in-unavailable-disk-fails = The disk of this machine does not answer as it should: your signing in could not be written down, and nothing was changed. Try again; if it lasts, have the machine looked at by whoever runs it.
sign-in-unavailable-read-only = A file of the household is damaged: nothing more is written to it, not even a sign-in. Tell whoever runs the household: the last proven backup restores it.
sign-in-unavailable-journal-broken = The journal of the household was altered: nothing more is written to it, not even a sign-in. Your books are untouched and sealed. Whoever runs the machine keeps a copy of the folder, compares it with the last proven backup, then takes note of the break with `pecule journal resume`.
sign-in-unavailable-rolled-back = An older file took the place of another, or its end was cut off: nothing more is written to it. Tell whoever runs the household: the last proven backup says what is missing.
