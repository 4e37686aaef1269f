# Taux de change.
rates-title = Taux de change
rates-why = Le dernier taux de chaque paire. Un taux qui manque n’est jamais deviné : les lignes concernées restent sans valeur.
rates-import = Importer un fichier
rates-none = Aucun taux encore
rates-none-why = Donnez un taux dès qu’un actif est dans une autre devise que vos totaux.
rates-pair = Paire
rates-source = Source
rates-manual = tapé
rate-new = Donner un taux
rate-base = Une unité de
rate-base-hint = Par exemple USD.
rate-rate = Taux
rate-rate-hint = Combien vaut une unité de la première devise dans la seconde.
rate-counter = vaut, en
