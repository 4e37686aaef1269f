# Taux de change.
rates-title = Taux de change
rates-why = Le dernier taux de chaque paire. Un taux manquant n’est jamais deviné : les lignes concernées restent sans valeur.
rates-import = Importer un fichier
rates-none = Aucun taux pour l’instant
rates-none-why = Saisissez un taux dès qu’un actif est dans une autre devise que vos totaux.
rates-pair = Paire
rates-source = Source
rate-new = Saisir un taux
rate-base = Une unité de
rate-base-hint = Par exemple USD.
rate-rate = Taux
rate-rate-hint = La valeur d’une unité de la première devise dans la seconde.
rate-counter = vaut, en
