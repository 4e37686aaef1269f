# Invitation.
invitation-title = Invitation
invitation-heading = Join the household
invitation-what = You will have a space of your own, which nobody else can open, not even the person who invites you.
invitation-accept = Join
invitation-gone = This invitation is no longer valid
