# Exporter.
export-title = Exporter
export-what = Toutes vos données, en fichiers. Votre mot de passe est redemandé, et le journal garde la trace de l’export.
export-short = Votre patrimoine pour un tableur ou un autre programme, et vos espaces scellés.
export-clear = Ces fichiers sont en clair
export-clear-what = Toute personne qui les trouve peut les lire. Conservez-les sur un disque chiffré, et effacez-les après usage.
export-table = Patrimoine d’aujourd’hui
export-table-what = Une ligne du patrimoine par ligne du fichier, pour un tableur ; la somme des montants est le total de Patrimoine.
export-whole = Tout
export-whole-what = Établissements, comptes, actifs, compositions, relevés, cours, tâches, notes et jours enregistrés, pour un programme.
export-changes-what = Chaque modification, par qui et quand.
export-sealed = Scellés
export-nothing = Rien à exporter pour l’instant
export-nothing-why = Vous n’avez pas d’espace, et personne ne vous a ouvert le sien.
