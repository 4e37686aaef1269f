# Export.
export-title = Export
export-what = Everything of yours as files. Your password is asked for again, and the journal keeps that it was done.
export-short = Your wealth for a spreadsheet or for another program, and your sealed books.
export-clear = These files are in the clear
export-clear-what = Whoever gets hold of them reads them. Keep them on an encrypted disk, and delete them when they have served.
export-table = Wealth of today
export-table-what = One line for each holding, for a spreadsheet; the amounts sum to the total of Wealth.
export-whole = Everything
export-whole-what = Banks, accounts, assets, compositions, statements, prices, tasks, notes and recorded days, for a program.
export-changes-what = Every change, by whom and when.
export-sealed = Sealed
export-nothing = Nothing to export yet
export-nothing-why = You have no books, and nobody has opened theirs to you.
