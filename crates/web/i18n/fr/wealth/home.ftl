# Accueil.
home-net = Patrimoine net
home-gross = Patrimoine brut
home-debts = Dettes
home-counts = { $assets ->
    [one] { $assets } actif
   *[other] { $assets } actifs
}, { $accounts ->
    [one] { $accounts } compte
   *[other] { $accounts } comptes
}
home-net-how = Chaque ligne : quantité × cours × taux de change, ou valeur déclarée × taux, pour la part possédée. La somme exacte est arrondie une seule fois.
home-see-lines = Voir les lignes
home-evolution = Évolution
home-classes = Répartition
home-class-zone = Classes et zones
home-top = Principales lignes
home-recent = Dernières modifications
home-todo = À faire
home-nothing-to-do = Rien à faire.
home-unvalued-title = { $count ->
    [one] { $count } ligne sans valeur, hors du total
   *[other] { $count } lignes sans valeur, hors du total
}
home-ring-summary = La première classe est { $class }, avec { $share }.
home-curve-summary = De { $first } le { $since } à { $last } aujourd’hui.
home-empty-title = Votre espace est ouvert, et vide
home-empty-text = Un compte et une valeur suffisent pour commencer.
home-type-title = Je saisis mes comptes
home-type-text = Un établissement, un compte, puis ce qu’il contient.
home-import-title = J’importe mes fichiers
home-import-text = Les fichiers d’une autre application, ou la composition d’un fonds.
home-import-go = Importer
home-demo-title = Je découvre un exemple
home-demo-text = Un foyer fictif, clairement signalé, retiré en un clic.
home-demo-go = Afficher l’exemple
home-class-zone-how = Par transparence : le contenu des fonds, aussi loin qu’il est connu.
home-since = depuis le { $day }
home-range = Période
home-range-3m = 3 mois
home-range-1a = 1 an
home-range-3a = 3 ans
home-range-all = Tout
home-update = { $count ->
    [one] Mettre à jour { $count } valeur
   *[other] Mettre à jour { $count } valeurs
}
home-oldest = La plus ancienne : { $asset }, { $days } jours
home-due = Pour le { $day }
home-tag-late = en retard
home-tag-task = tâche
