# The menu, the bar and the shortcuts.
nav-label = Main menu
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

scope-label = Scope
scope-owner = Owner
scope-wrapper = Tax wrapper
scope-bank = Institution
scope-day = As of
scope-apply = Apply
scope-all-wrappers = All
scope-all-banks = All

demo-label = Sample
demo-band = Fictional household: no real person, no real product.
demo-remove = Remove the sample

palette-label = Search or run a command
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
keys-fold = Collapse, expand
keys-edit = Edit
keys-new = Add
keys-normalise = Scale shares to 100%
keys-help = This list

scope-mine = My wealth
scope-my-share = { $books }, my share
scope-household = All I can see
scope-account = Account
scope-all-accounts = All accounts
scope-everything = Everything
