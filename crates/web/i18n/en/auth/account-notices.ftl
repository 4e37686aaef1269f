# What happened to an account, told to its person.
account-notice-second-factor-removed = Your second factor was turned off
account-notice-second-factor-reset = The administrator removed your second factor
account-notice-one-time-code-used = A one-time code was used
account-notice-codes-refused = Your password was entered, then five wrong codes
account-notice-when = On { $moment }. If this was neither you nor at your request, change your password and end all your sessions.
account-notice-away = Dismiss
