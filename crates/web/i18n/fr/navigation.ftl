# Le menu, la barre et les raccourcis.
nav-label = Écrans
nav-home = Accueil
nav-wealth = Patrimoine
nav-analysis = Analyse
nav-tasks = Tâches
nav-tasks-due = { $count ->
    [one] { $count } à faire
   *[other] { $count } à faire
}
nav-import = Importer
nav-household = Foyer
nav-settings = Réglages
nav-more = Plus
nav-sign-out = Se déconnecter

scope-label = Périmètre
scope-owner = Titulaire
scope-wrapper = Enveloppe
scope-bank = Établissement
scope-day = Au
scope-apply = Appliquer
scope-all-wrappers = Toutes
scope-all-banks = Tous

demo-label = Exemple
demo-band = Foyer fictif : aucune personne, aucun produit réels.
demo-remove = Retirer l’exemple

palette-label = Rechercher ou commander
palette-open = Rechercher
palette-results = Résultats
palette-choose = choisir
palette-run = ouvrir
palette-keys = tous les raccourcis

key-escape = Échap
key-enter = Entrée
keys-title = Raccourcis
keys-search = Rechercher
keys-rows = Ligne suivante, précédente
keys-fold = Replier, déplier
keys-edit = Modifier
keys-new = Ajouter
keys-normalise = Ramener des parts à 100 %
keys-help = Cette aide

scope-mine = Mon patrimoine
scope-my-share = { $books }, ma part
scope-household = Tout ce que je peux voir
scope-account = Compte
scope-all-accounts = Tous les comptes
scope-everything = Tout
