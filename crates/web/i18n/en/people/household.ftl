# The household and its people.
household-title = Household
household-what = You administer this household. You cannot read anyone else’s space.
household-people = People
household-places = { $taken } of { $room } people at most
household-person = Person
household-seen = Last sign-in
household-protection = Protection
household-actions = Actions
household-runs = administrator
household-member = member
household-books = { $books ->
    [one] { $books } space, { $size }
   *[other] { $books } spaces, { $size }
}
household-never = never
household-closed = access disabled
household-closed-since = Disabled since { $moment }. Their spaces stay sealed as they are.
household-two-factors = 2 factors
household-one-factor = password only
household-manage = Manage
household-manage-whom = Manage { $name }
household-invite = Invite someone
household-invitations = Invitations
household-no-invitation = No invitations. An invitation link works once, within 24 hours.
household-invitation-open = Invitation pending
household-invitation-used = Invitation accepted
household-invitation-withdrawn = Invitation withdrawn
household-invitation-expired = Invitation expired
household-invitation-until = Valid until { $moment }
household-withdraw = Withdraw
household-link-title = The invitation link, shown only once
household-link-what = Hand it to the person themselves. It works once, within 24 hours. They will choose their name and password: you will not know the password, and you cannot read their space.
household-link-copy = Copy the link
household-last-title = The only administrator of the household
household-last = Make someone else an administrator first: a household is never left without one.
household-enable = Enable access
household-enable-what = They sign in with the same password and find their spaces again.
household-disable = Disable access
household-disable-what = All their sessions end at once, and they can no longer sign in. Nothing is deleted: you can enable their access again.
household-make = Make administrator
household-make-what = They will be able to invite people, disable access and remove people, as you can. They cannot read your spaces.
household-unmake = Remove as administrator
household-unmake-what = They stay a member of the household, with their spaces.
household-hand-over = Hand over administration
household-hand-over-what = They will administer the household instead of you. You stay a member, with your spaces.
household-remove = Remove this person
household-remove-what = What is lost: their name, password, recovery code, sessions and the key of their spaces. None of it can be undone. Offer them the chance to export their data first.
household-lost = { $books ->
    [0] No space is lost: others can open all of theirs.
    [one] Lost for ever: { $books } space that nobody else can open ({ $size }). Its file stays on the disk, sealed.
   *[other] Lost for ever: { $books } spaces that nobody else can open ({ $size }). Their files stay on the disk, sealed.
}
household-ownerless = { $books ->
    [one] Without an owner: { $books } space that others can still read.
   *[other] Without an owner: { $books } spaces that others can still read.
}
household-shared = { $books ->
    [one] { $books } space stays with another owner, who will renew its key.
   *[other] { $books } spaces stay with another owner, who will renew their key.
}
household-lost-until = The last backup that contains their spaces is kept until { $day } at most: it still opens them, with their password from that day.
household-lost-no-backup = No backup contains their spaces.
household-remove-confirm = To confirm, type their name: { $name }

household-demand = Second factor for everyone
household-demand-what = Anyone without one must set one up right after signing in, and can do nothing else. Programs are refused until then.
household-demand-box = Require a second factor from everyone
household-reset-factor = Remove the second factor
household-reset-factor-what = For someone who lost their phone and their codes. Their password alone will open their spaces; they are told at their next sign-in, and the activity log records it.
