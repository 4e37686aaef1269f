# Analyse.
analysis-total = Total : { $total }
analysis-by = Regrouper par
analysis-drawing = Graphique
analysis-table = Tableau
analysis-class-zone = Classes et zones
analysis-bar = Longueur
analysis-everything = Retirer les filtres
analysis-owes = Les dettes figurent dans le tableau, avec leur signe. Le graphique montre le patrimoine brut, chaque groupe comme part du brut.
analysis-rest = { $count ->
    [one] { $count } autre groupe
   *[other] { $count } autres groupes
}
analysis-summary = Le premier groupe est { $group }, avec { $share }.
analysis-unassigned = { $amount } ne sont pas classés
analysis-unassigned-why = La répartition de certains actifs est incomplète. Ce montant reste à part : il n’est réparti nulle part.
analysis-nothing-here = Rien ne correspond à ces filtres
analysis-nothing-here-why = Aucune ligne avec une valeur n’est à la fois dans cette enveloppe, cet établissement et ce compte, à cette date.
analysis-empty = Rien à répartir pour l’instant
drawing-donut = Anneau
drawing-treemap = Pavés
drawing-sunburst = Rayons
drawing-bars = Barres
drawing-heat = Tableau croisé
