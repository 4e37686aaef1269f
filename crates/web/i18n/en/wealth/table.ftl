# Wealth: banks, accounts and holdings.
table-caption = Institutions, accounts and holdings, with their totals
table-name = Name
table-quantity = Quantity
table-price = Price
table-cost = Total cost
table-value = Value
table-gain = Gain / loss
table-counts = { $banks ->
    [one] { $banks } institution
   *[other] { $banks } institutions
}, { $accounts ->
    [one] { $accounts } account
   *[other] { $accounts } accounts
}, { $lines ->
    [one] { $lines } holding
   *[other] { $lines } holdings
} as of { $day }
table-fold = Collapse or expand { $name }
table-fold-all = Collapse all
table-edit-line = Edit the holding { $name }
table-on = on { $day }
table-owned = { $share } yours
table-per-ounce = { $price } per ounce
table-stale = value { $days ->
    [one] { $days } day
   *[other] { $days } days
} old
table-unvalued = No value, so left out of totals: { $why }.
table-type = { $figure }, edit { $name }
table-field = { $what } of { $name }
table-last = Last entered: { $figure } on { $day }
table-key-save = saves
table-key-leave = cancels
table-key-next = goes to the next
table-stale-edit = Another value was saved in the meantime. Nothing is lost: compare, then save again.
table-partial = Cost and gain / loss of the holdings whose cost is known, in { $currency }; the others are not included.
table-empty-account = empty
table-nothing-yet = No holdings yet.
table-empty-title = Where your money is
table-empty-text = Add an account, then what it holds. Totals are shown here, by institution and by account.
table-example = An example, which is not in your space
table-example-bank = Bank of the Lindens
table-example-asset = Trade Wind World ETF
table-example-price = €148.30
table-example-value = €5,932.00
table-none-title = Nothing in this scope
table-none-text = No account matches the chosen tax wrapper and institution.
table-see-everything = Show everything

account-analyse = Analyse
account-empty-title = This account is empty
account-empty-text = Add a holding: an asset with its value, or a quantity and a price.
account-ended = Holdings outside the total
account-ended-over = nothing left
account-ended-later = entered from a later date
account-about = About the account
