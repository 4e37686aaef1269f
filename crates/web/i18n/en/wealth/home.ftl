# Home.
home-net = Net worth
home-gross = Assets
home-debts = Debts
home-counts = { $assets ->
    [one] { $assets } asset
   *[other] { $assets } assets
}, { $accounts ->
    [one] { $accounts } account
   *[other] { $accounts } accounts
}
home-net-how = Each holding: quantity × price × exchange rate, or stated value × rate, for the share owned. The exact sum is rounded once.
home-see-lines = See the holdings
home-evolution = History
home-classes = Allocation
home-class-zone = Classes and regions
home-top = Largest holdings
home-recent = Latest changes
home-todo = To do
home-nothing-to-do = Nothing to do.
home-unvalued-title = { $count ->
    [one] { $count } holding without a value, outside the total
   *[other] { $count } holdings without a value, outside the total
}
home-ring-summary = The largest class is { $class }, with { $share }.
home-curve-summary = From { $first } on { $since } to { $last } today.
home-empty-title = Your space is open, and empty
home-empty-text = One account and one value are enough to start.
home-type-title = Enter my accounts
home-type-text = An institution, an account, then what it holds.
home-import-title = Import my files
home-import-text = Files from another app, or the composition of a fund.
home-import-go = Import
home-demo-title = Explore a sample
home-demo-text = A fictional household, clearly marked, removed in one click.
home-demo-go = Show the sample
home-class-zone-how = Looked through: what funds hold, as far as it is known.
home-since = since { $day }
home-range = Period
home-range-3m = 3 months
home-range-1a = 1 year
home-range-3a = 3 years
home-range-all = All
home-update = { $count ->
    [one] Update { $count } value
   *[other] Update { $count } values
}
home-oldest = The oldest: { $asset }, { $days } days
home-due = Due on { $day }
home-tag-late = overdue
home-tag-task = task
