# Second factor and one-time codes.
second-factor-see = Manage
second-factor-required = This household demands a second factor
second-factor-required-first = Set yours up to go on. An application for codes on your telephone is enough.
second-factor-required-on = Yours is on. It cannot be switched off as long as the household demands it.
second-factor-off = Switch the second factor off
second-factor-off-what = Your password alone will open your books. The one-time codes will be erased.
second-factor-lengthen = Choose a longer password
second-factor-propose-short = Set up a second factor
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
second-factor-title = Second factor
second-factor-why = A code that works once, besides the password: whoever guesses or steals your password stays outside.
second-factor-on = A code is asked for at each sign-in.
second-factor-active = on
second-factor-begin = Switch on
second-factor-later = Later
second-factor-propose = Protect the way into your books with a second factor?
second-factor-teach = Show this code to your application
second-factor-scan = Any application for one-time codes will do; it needs no network.
second-factor-qr = QR code of the second factor
second-factor-type = Without a camera, type this secret into the application:
second-factor-prove = Prove that it remembers
second-factor-code = Code of six digits
second-factor-then = From then on, a code is asked for at each sign-in.
second-factor-confirm = Switch the second factor on
