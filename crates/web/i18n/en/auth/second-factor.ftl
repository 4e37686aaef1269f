# Second factor and one-time codes.
second-factor-see = Manage
second-factor-required = This household requires a second factor
second-factor-required-first = Set yours up to continue. An authenticator app on your phone is enough.
second-factor-required-on = Yours is on. It cannot be turned off while the household requires it.
second-factor-off = Turn off the second factor
second-factor-off-what = Your password alone will open your space. The one-time codes will be erased.
second-factor-lengthen = Choose a longer password
second-factor-propose-short = Set up a second factor
second-factor-off-code = Code from the app, or a one-time code
one-time-codes-title = One-time codes
one-time-codes-left = { $count ->
    [0] You have none left.
    [one] You have { $count } left.
   *[other] You have { $count } left.
}
one-time-codes-renew = Create ten new codes
one-time-codes-renew-what = The old ones will no longer be valid.
one-time-codes-what = Each replaces your app’s code once, if you lose your phone. They will not be shown again: print them, or keep them with the recovery code.
one-time-codes-copy = Copy the codes
one-time-codes-noted = I have written them down
second-factor-title = Second factor
second-factor-why = A one-time code in addition to the password: guessing or stealing your password is no longer enough.
second-factor-on = A code is requested at each sign-in.
second-factor-active = on
second-factor-begin = Turn on
second-factor-later = Later
second-factor-propose = Protect your sign-in with a second factor?
second-factor-teach = Scan this code with your app
second-factor-scan = Any authenticator app will do; it needs no network.
second-factor-qr = QR code of the second factor
second-factor-type = Without a camera, type this secret into the app:
second-factor-prove = Check that the app has saved it
second-factor-code = Six-digit code
second-factor-then = From then on, a code is requested at each sign-in.
second-factor-confirm = Turn on the second factor
