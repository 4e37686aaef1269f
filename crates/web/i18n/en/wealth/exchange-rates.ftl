# Exchange rates.
rates-title = Exchange rates
rates-why = The latest rate of each pair. A missing rate is never guessed: the holdings concerned stay without a value.
rates-import = Import a file
rates-none = No rates yet
rates-none-why = Enter a rate as soon as an asset is in a currency other than that of your totals.
rates-pair = Pair
rates-source = Source
rate-new = Enter a rate
rate-base = One unit of
rate-base-hint = For example USD.
rate-rate = Rate
rate-rate-hint = How much one unit of the first currency is worth in the second.
rate-counter = is worth, in
