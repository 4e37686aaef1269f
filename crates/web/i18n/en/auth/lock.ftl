# The lock of a session.
locked-title = Session locked
locked-heading = Your session is locked
locked-why = { $name }, enter your password to pick up where you left off.
locked-go = Unlock
lock-now = Lock
lock-title = Lock
lock-after = Lock after inactivity of
lock-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
lock-why = The browser then asks for the password again, and the page stays where you left it. The l key locks immediately.
lock-choose = Save this delay
