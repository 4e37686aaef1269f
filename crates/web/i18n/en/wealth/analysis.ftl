# Analysis.
analysis-total = Total: { $total }
analysis-by = Group by
analysis-drawing = Chart
analysis-table = Table
analysis-class-zone = Classes and regions
analysis-bar = Length
analysis-everything = Remove the filters
analysis-owes = Debts are in the table, with their sign. The chart shows assets only, each group as a share of them.
analysis-rest = { $count ->
    [one] { $count } other group
   *[other] { $count } other groups
}
analysis-summary = The largest group is { $group }, with { $share }.
analysis-unassigned = { $amount } not classified
analysis-unassigned-why = Some assets are only partly allocated. This amount stays apart: it is not spread over the rest.
analysis-nothing-here = Nothing matches these filters
analysis-nothing-here-why = No holding with a value is in this tax wrapper, this institution and this account at once, on that day.
analysis-empty = Nothing to analyse yet
drawing-donut = Ring
drawing-treemap = Treemap
drawing-sunburst = Sunburst
drawing-bars = Bars
drawing-heat = Cross table
