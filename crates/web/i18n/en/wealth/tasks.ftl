# Tasks.
tasks-late = Overdue
tasks-today = Today
tasks-soon = Within seven days
tasks-later = Later
tasks-sometime = No date
tasks-none = Nothing to do
tasks-none-why = Note here what you do not want to forget: a document to ask for, a value to look up, a due date.
tasks-done = { $count ->
    [one] { $count } done
   *[other] { $count } done
}
task-new = New task
task-add = Add the task
task-edit = Task
task-title = To do
task-due = Due on
task-asset = About
task-asset-hint = The name or ISIN of an asset, optional.
task-notes = Notes
task-done = Done
task-done-on = done on { $day }
task-reopen = Reopen
task-remove = Remove the task
task-remove-why = It leaves the list; the history keeps it, and you can undo.
