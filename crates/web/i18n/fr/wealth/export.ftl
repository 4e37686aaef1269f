# Exporter.
export-title = Exporter
export-what = Tout ce qui est à vous, en fichiers. Votre mot de passe est redemandé, et le journal garde que c’est fait.
export-short = Votre patrimoine pour un tableur ou un autre programme, et vos livres scellés.
export-clear = Ces fichiers sont en clair
export-clear-what = Qui les trouve les lit. Gardez-les sur un disque chiffré, et effacez-les quand ils ont servi.
export-table = Patrimoine d’aujourd’hui
export-table-what = Une ligne par position, pour un tableur ; les montants font le total de Patrimoine.
export-whole = Tout
export-whole-what = Banques, comptes, actifs, compositions, relevés, prix, tâches, notes et jours enregistrés, pour un programme.
export-changes-what = Chaque changement, par qui et quand.
export-sealed = Scellés
export-nothing = Rien à exporter pour l’instant
export-nothing-why = Vous n’avez pas de livres, et personne ne vous a ouvert les siens.
