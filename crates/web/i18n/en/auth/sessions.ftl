# Open sessions.
sessions-end-all = End all sessions
sessions-end-all-why = Ends all your sessions, including this one and those of programs.
sessions-most = Ten at most: an eleventh ends the one unused for longest.
session-here = this device
session-locked = locked
sessions-title = Open sessions
sessions-why = An ended session is refused from the next request.
sessions-where = Device
sessions-kind = Type
sessions-since = Since
sessions-seen = Last activity
sessions-end = End
sessions-this = this one
session-browser = Browser
session-api = Program
