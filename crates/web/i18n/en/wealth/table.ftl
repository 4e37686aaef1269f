# Wealth: banks, accounts and holdings.
table-caption = Banks, accounts and holdings, with their totals
table-name = Name
table-quantity = Quantity
table-price = Price
table-cost = Cost
table-value = Value
table-gain = Gain
table-share-of-gross = Share of assets
table-counts = Banks: { $banks } · accounts: { $accounts } · holdings: { $lines } · as of { $day }
table-fold = Fold or unfold { $name }
table-fold-all = Fold all
table-add = Add a holding
table-add-account = Add an account
table-edit-line = Edit the holding { $name }
table-on = on { $day }
table-owned = { $share } yours
table-per-ounce = { $price } an ounce
table-stale = value { $days ->
    [one] { $days } day
   *[other] { $days } days
} old
table-unvalued = Without value, so left out of totals: { $why }.
table-give-price = State a price
table-give-rate = State a rate
table-type = { $figure }, change { $name }
table-field = { $what } of { $name }
table-last = Written last: { $figure } on { $day }
table-key-save = saves
table-key-leave = leaves it
table-key-next = goes on to the next
table-stale-edit = Another value was saved meanwhile. Nothing is lost: compare, then save again.
table-partial = Cost and gain of the holdings whose cost is known, in { $currency }; the others are not in them.
table-empty-account = empty
table-nothing-yet = Nothing is here yet.
table-empty-title = Where your money is
table-empty-text = Add an account, then what it holds. Totals are made here, by bank and by account.
table-example = An example, which is not in your books
table-example-bank = Bank of the Lindens
table-example-asset = Trade Wind World ETF
table-example-price = €148.30
table-example-value = €5,932.00
table-none-title = Nothing in what you look at
table-none-text = No account matches the wrapper and the bank that were chosen.
table-see-everything = Look at everything

account-analyse = Analyse
account-empty-title = This account is empty
account-empty-text = Add a holding: an asset with its value, or a quantity and a price.
account-ended = Holdings outside the total
account-ended-over = nothing is left of it
account-ended-later = written from another day on
account-about = What is known of the account
