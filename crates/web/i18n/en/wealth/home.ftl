# Home.
home-net = Net worth
home-gross = Owned
home-debts = Owed
home-counts = Assets: { $assets } · accounts: { $accounts }
home-net-how = Each line: quantity × price × exchange rate, or stated value × rate, for the share owned. The exact sum is rounded once.
home-see-lines = See the lines
home-evolution = Evolution
home-classes = Allocation
home-class-zone = In what
home-top = Largest holdings
home-recent = Latest changes
home-todo = To do
home-nothing-to-do = Nothing is to be done.
home-unvalued-title = Holdings without a value, outside the total: { $count }
home-ring-summary = The largest class is { $class }, with { $share }.
home-curve-summary = From { $first } on { $since } to { $last } today.
home-empty-title = Your books are open and empty
home-empty-text = One account and one value are enough for the first picture.
home-type-title = I type amounts
home-type-text = A bank, an account, then what it holds.
home-type-go = Add an account
home-import-title = I import
home-import-text = The files of another application, or the composition of a fund.
home-import-go = Import
home-demo-title = I look at an example
home-demo-text = An invented household, clearly marked, removed in one click.
home-demo-go = Show the example
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
home-due = By { $day }
home-tag-late = late
home-tag-task = task
home-undone = undone since
