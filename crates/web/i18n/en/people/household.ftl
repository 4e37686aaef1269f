# The household and its people.
household-title = Household
household-what = You run this household. You read nobody else’s books.
household-people = People
household-places = { $taken } of { $room } places taken
household-person = Person
household-seen = Last sign-in
household-protection = Protection
household-actions = Actions
household-runs = runs the household
household-member = member
household-books = { $books ->
    [one] { $books } set of books, { $size }
   *[other] { $books } sets of books, { $size }
}
household-never = never
household-closed = access closed
household-closed-since = Closed since { $moment }. Their books stay sealed as they are.
household-two-factors = 2 factors
household-one-factor = password alone
household-manage = Manage
household-manage-whom = Manage { $name }
household-invite = Invite somebody
household-invitations = Invitations
household-no-invitation = No invitation. The link of an invitation works once, within 24 hours.
household-invitation-open = Invitation waiting
household-invitation-used = Invitation accepted
household-invitation-withdrawn = Invitation withdrawn
household-invitation-expired = Invitation expired
household-invitation-until = Valid until { $moment }
household-withdraw = Withdraw
household-link-title = The link of the invitation, shown this once
household-link-what = Hand it to the person themselves. It works once, within 24 hours. They will choose their name and password: you will not know the password, and you will not read their books.
household-link-copy = Copy the link
household-last-title = The only person who runs the household
household-last = Let somebody else run it first: a household is never left without.
household-enable = Open access again
household-enable-what = They come back with the same password and find their books.
household-disable = Close access
household-disable-what = All their sessions end at once, and they can no longer sign in. Nothing is deleted: you can open their access again.
household-make = Let them run the household too
household-make-what = They will be able to invite, close access and remove people, as you can. They will not read your books.
household-unmake = Let them no longer run the household
household-unmake-what = They stay a member of the household, with their books.
household-hand-over = Hand the household over
household-hand-over-what = They will run the household in your place. You stay a member, with your books.
household-remove = Remove this person
household-remove-what = What is lost: their name, password, recovery code, sessions and the key of their books. None of it can be undone. Offer them first to export their data.
household-lost = { $books ->
    [0] No books are lost: others open all of theirs.
    [one] Lost for ever: { $books } set of books that nobody else opens ({ $size }). Its file stays on the disk, sealed.
   *[other] Lost for ever: { $books } sets of books that nobody else opens ({ $size }). Their files stay on the disk, sealed.
}
household-ownerless = { $books ->
    [one] Without an owner: { $books } set of books that others still read.
   *[other] Without an owner: { $books } sets of books that others still read.
}
household-shared = { $books ->
    [one] { $books } set of books stays with another owner, who will renew its key.
   *[other] { $books } sets of books stay with another owner, who will renew their key.
}
household-lost-until = The last backup that holds their books is kept until { $day } at most: it still opens them, with their password of then.
household-lost-no-backup = No backup holds their books.
household-remove-confirm = To confirm, write their name: { $name }

household-demand = A second factor for all
household-demand-what = Whoever has none yet is led to set one up right after signing in, and can do nothing else. Programs are refused until then.
household-demand-box = Demand a second factor of everybody
household-reset-factor = Take the second factor away
household-reset-factor-what = For somebody who lost their telephone and their codes. Their password alone will open their books; they are told at their next sign-in, and it is written in the journal.
