# Open sessions.
sessions-end-all = End everywhere
sessions-end-all-why = Ends all your sessions, this one too, and those of programs.
sessions-most = Ten at most: an eleventh ends the longest unused.
session-here = this machine
session-locked = locked
sessions-title = Open sessions
sessions-why = A session that was ended is refused from its next call on.
sessions-where = Device
sessions-kind = Sort
sessions-since = Since
sessions-seen = Last seen
sessions-end = End
sessions-this = this one
session-browser = Browser
session-api = Program
