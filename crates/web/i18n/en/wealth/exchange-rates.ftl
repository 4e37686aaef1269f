# Exchange rates.
rates-title = Exchange rates
rates-why = The last rate of each pair. A rate that is missing is never guessed: the holdings concerned stay without a value.
rates-import = Import a file
rates-none = No rate yet
rates-none-why = Give a rate as soon as an asset is in another currency than your totals.
rates-pair = Pair
rates-source = Source
rates-manual = typed
rate-new = Give a rate
rate-base = One unit of
rate-base-hint = For example USD.
rate-rate = Rate
rate-rate-hint = How much one unit of the first currency is worth in the second.
rate-counter = is worth, in
