# Accueil.
home-net = Patrimoine net
home-gross = Biens
home-debts = Dettes
home-counts = Actifs : { $assets } · comptes : { $accounts }
home-net-how = Chaque ligne : quantité × cours × taux de change, ou valeur déclarée × taux, pour la part possédée. La somme exacte est arrondie une seule fois.
home-see-lines = Voir les lignes
home-evolution = Évolution
home-classes = Répartition
home-class-zone = En quoi
home-top = Premières lignes
home-recent = Derniers changements
home-todo = À faire
home-nothing-to-do = Rien n’est à faire.
home-unvalued-title = Lignes sans valeur, hors du total : { $count }
home-ring-summary = La plus grande classe est { $class }, avec { $share }.
home-curve-summary = De { $first } le { $since } à { $last } aujourd’hui.
home-empty-title = Vos livres sont ouverts et vides
home-empty-text = Un compte et une valeur suffisent pour la première image.
home-type-title = Je tape des montants
home-type-text = Un établissement, un compte, puis ce qu’il contient.
home-type-go = Ajouter un compte
home-import-title = J’importe
home-import-text = Les fichiers d’une autre application, ou la composition d’un fonds.
home-import-go = Importer
home-demo-title = Je regarde un exemple
home-demo-text = Un foyer inventé, clairement marqué, retiré d’un geste.
home-demo-go = Montrer l’exemple
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
home-undone = annulé depuis
