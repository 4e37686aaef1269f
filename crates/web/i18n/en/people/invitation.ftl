# Invitation.
invitation-title = Invitation
invitation-heading = Join the household
invitation-what = You will have books of your own, which nobody else opens, not even the person who invites you.
invitation-accept = Join
invitation-gone = This invitation no longer counts
invitation-sign-in = Sign in
