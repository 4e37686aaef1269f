# The lock of a session.
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
