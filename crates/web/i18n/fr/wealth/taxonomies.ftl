# Classements personnels.
taxonomies-title = Classements
taxonomies-why = Vos axes d’analyse, à côté des classes et des zones : liquidité, horizon, conviction.
taxonomies-none = Aucun classement pour l’instant
taxonomies-none-why = Un classement range vos actifs sous vos propres rubriques, et s’affiche ensuite dans Analyse.
taxonomy-add = Ajouter un classement
taxonomy-new = Nouveau classement
taxonomy-name = Nom
taxonomy-headings = Rubriques
taxonomy-headings-hint = Une par ligne. Renommer une rubrique la remplace : les actifs qui y étaient rangés sont à ranger à nouveau.
taxonomy-see = Voir dans Analyse
taxonomy-remove = Retirer ce classement
taxonomy-remove-why = Ses rubriques et ce qui y est rangé partent avec lui ; vous pouvez annuler.
