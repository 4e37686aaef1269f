# The password, asked for again before a sensitive action.
confirm-title = Your password
confirm-heading = Confirm that it is you
confirm-why = { $name }, this asks for your password. It then stays valid for ten minutes.
confirm-go = Continue
confirm-fault = This is not possible yet
confirm-wrong = Wrong password.
confirm-press-again = Confirmed. Press the button again.
