# A log whose chain is broken.
chain-household = The household’s activity log has been altered
chain-household-why = Entry { $seq } no longer follows the ones before it. Your figures stay readable; nothing more is written and nobody can sign in until someone acknowledges it.
chain-household-do = Keep a copy of the data folder, compare it with the last verified backup, then, on the machine:
chain-household-ask = Tell the household’s administrator.
chain-books = This space’s log has been altered
chain-books-why = Entry { $seq } no longer follows the ones before it. This space stays readable; nothing more is written to it until its owner acknowledges it.
chain-books-cut = An older file has taken the place of this space
chain-books-cut-why = Its log ends before entry { $seq }, although that entry had been seen: the space was replaced by an older copy, or its end was cut off. It stays readable; nothing more is written to it until its owner acknowledges it.
chain-books-do = Before you acknowledge it, have a copy of the data folder kept, and compare your space with the last verified backup. What was found is kept, a new chain begins, and a change whose details were altered can no longer be undone.
chain-books-look = See the changes
chain-books-resume = Acknowledge and resume
