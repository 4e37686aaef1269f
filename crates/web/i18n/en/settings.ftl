# Settings.
settings-appearance = Appearance
settings-language = Language
settings-theme = Theme
settings-shortcuts = Single-key shortcuts
settings-shortcuts-note = They work only outside text fields. The ? key lists them.
settings-books = Spaces
settings-no-books = You have no access to any space.
settings-totals = Totals
settings-currency = Currency for totals
settings-currency-hint = A three-letter code. Other currencies are converted with your rates.
settings-currency-choose = Save this currency
settings-rates = { $count ->
    [one] { $count } known pair
   *[other] { $count } known pairs
}
settings-default-zones = Regions suggested when a class has none yet. Nothing already saved changes.
settings-taxonomies = { $count ->
    [one] { $count } category set
   *[other] { $count } category sets
}
settings-changes = The history of changes, and how to undo them.
settings-import = Files from another app, the composition of a fund, rates, prices.
settings-export-title = Read your space with a program
settings-export = Every page is also available as JSON, through the API and the command pecule report.
settings-security = Security
settings-password = Password
settings-password-why = Changing it ends all your other sessions.
settings-password-change = Change
