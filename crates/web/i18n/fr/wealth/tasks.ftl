# Tâches.
tasks-late = En retard
tasks-today = Aujourd’hui
tasks-soon = Dans les sept jours
tasks-later = Plus tard
tasks-sometime = Sans date
tasks-none = Rien à faire
tasks-none-why = Notez ici ce que vous ne voulez pas oublier : un document à demander, une valeur à relever, une échéance.
tasks-done = { $count ->
    [one] { $count } faite
   *[other] { $count } faites
}
task-new = Nouvelle tâche
task-add = Ajouter la tâche
task-edit = Tâche
task-title = À faire
task-due = Pour le
task-asset = À propos de
task-asset-hint = Nom ou ISIN d’un actif, facultatif.
task-notes = Notes
task-done = Fait
task-done-on = faite le { $day }
task-reopen = Rouvrir
task-remove = Retirer la tâche
task-remove-why = Elle quitte la liste ; le journal la garde, et vous pouvez annuler.
