# Wealth: banks, accounts and holdings.
lines-caption = Banks, accounts and holdings, with their totals
lines-name = Name
lines-quantity = Quantity
lines-price = Price
lines-cost = Cost
lines-value = Value
lines-gain = Gain
lines-share-of-gross = Share of assets
lines-counts = Banks: { $banks } · accounts: { $accounts } · holdings: { $lines } · as of { $day }
lines-fold = Fold or unfold { $name }
lines-fold-all = Fold all
lines-add = Add a holding
lines-add-account = Add an account
lines-edit-line = Edit the holding { $name }
lines-on = on { $day }
lines-owned = { $share } yours
lines-per-ounce = { $price } an ounce
lines-stale = value { $days ->
    [one] { $days } day
   *[other] { $days } days
} old
lines-unvalued = Without value, so left out of totals: { $why }.
lines-give-price = State a price
lines-give-rate = State a rate
lines-type = { $figure }, change { $name }
lines-field = { $what } of { $name }
lines-last = Written last: { $figure } on { $day }
lines-key-save = saves
lines-key-leave = leaves it
lines-key-next = goes on to the next
lines-stale-edit = Another value was saved meanwhile. Nothing is lost: compare, then save again.
lines-partial = Cost and gain of the holdings whose cost is known, in { $currency }; the others are not in them.
lines-empty-account = empty
lines-nothing-yet = Nothing is here yet.
lines-empty-title = Where your money is
lines-empty-text = Add an account, then what it holds. Totals are made here, by bank and by account.
lines-example = An example, which is not in your books
lines-example-bank = Bank of the Lindens
lines-example-asset = Trade Wind World ETF
lines-example-price = €148.30
lines-example-value = €5,932.00
lines-none-title = Nothing in what you look at
lines-none-text = No account matches the wrapper and the bank that were chosen.
lines-see-everything = Look at everything

account-analyse = Analyse
account-empty-title = This account is empty
account-empty-text = Add a holding: an asset with its value, or a quantity and a price.
account-ended = Holdings outside the total
account-ended-over = nothing is left of it
account-ended-later = written from another day on
account-about = What is known of the account
