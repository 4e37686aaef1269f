# L’éditeur des parts d’un tout.
shares-share = Part, en %
shares-sum = Somme
shares-rest = Reste, non classé
shares-rest-own = Reste, selon la répartition de l’actif
shares-remove = Retirer
shares-add = Ajouter une ligne
shares-paste = Coller une fiche
shares-normalise = Ramener à 100 %
shares-name-example = Nom
