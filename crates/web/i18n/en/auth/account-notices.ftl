# What happened to an account, told to its person.
account-notice-second-factor-removed = Your second factor was switched off
account-notice-second-factor-reset = The administrator took your second factor away
account-notice-one-time-code-used = A one-time code was used
account-notice-codes-refused = Your password was given, then five wrong codes
account-notice-when = On { $moment }. If this was neither you nor at your request, change your password and end all your sessions.
account-notice-away = Seen
