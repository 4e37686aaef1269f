# Export.
export-title = Export
export-what = All your data, as files. Your password is asked for again, and the activity log records the export.
export-short = Your wealth for a spreadsheet or another program, and your sealed spaces.
export-clear = These files are not encrypted
export-clear-what = Anyone who finds them can read them. Keep them on an encrypted disk, and delete them after use.
export-table = Today’s wealth
export-table-what = One row per holding, for a spreadsheet; the amounts add up to the total in Wealth.
export-whole = Everything
export-whole-what = Institutions, accounts, assets, compositions, statements, prices, tasks, notes and recorded days, for a program.
export-changes-what = Every change, by whom and when.
export-sealed = Sealed
export-nothing = Nothing to export yet
export-nothing-why = You have no space, and nobody has given you access to theirs.
