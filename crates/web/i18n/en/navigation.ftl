# The menu, the bar and the shortcuts.
nav-label = Screens
nav-home = Home
nav-wealth = Wealth
nav-analysis = Analysis
nav-tasks = Tasks
nav-tasks-due = { $count ->
    [one] { $count } to do
   *[other] { $count } to do
}
nav-import = Import
nav-household = Household
nav-settings = Settings
nav-more = More
nav-sign-out = Sign out

scope-label = What one looks at
scope-whose = Whose
scope-wrapper = Envelope
scope-bank = Institution
scope-day = On
scope-apply = Apply
scope-everyone = Everyone
scope-all-wrappers = All
scope-all-banks = All

demo-label = Example
demo-band = Invented household: no real person, no real product.
demo-remove = Remove the example

palette-label = Search or command
palette-open = Search
palette-results = Results
palette-choose = choose
palette-run = open
palette-keys = all shortcuts

key-escape = Esc
key-enter = Enter
keys-title = Shortcuts
keys-search = Search
keys-rows = Next, previous row
keys-fold = Fold, unfold
keys-edit = Edit
keys-new = Add
keys-normalise = Bring shares to 100%
keys-help = This help

scope-mine = What is mine
scope-my-share = { $books }, my share
scope-household = All that I may see
scope-account = Account
scope-all-accounts = All accounts
scope-everything = Everything
