# A log whose chain is broken.
chain-household = The household’s journal was altered
chain-household-why = Entry { $seq } no longer follows those before it. Your figures stay readable; nothing more is written and nobody can sign in, until somebody takes note of it.
chain-household-do = Keep a copy of the data folder, compare it with the last proven backup, then, on the machine:
chain-household-ask = Tell the person who runs the household.
chain-books = The journal of these books was altered
chain-books-why = Entry { $seq } no longer follows those before it. These books stay readable; nothing more is written to them until their owner takes note of it.
chain-books-cut = An older file was put in the place of these books
chain-books-cut-why = Their journal ends before entry { $seq }, though that entry had been seen: an older copy was put in their place, or their end was cut off. They stay readable; nothing more is written to them until their owner takes note of it.
chain-books-do = Before you take note, have a copy of the data folder kept, and compare your books with the last proven backup. What was found is kept, a new chain begins, and a change whose details were altered can no longer be undone.
chain-books-look = See the changes
chain-books-resume = Take note and resume
