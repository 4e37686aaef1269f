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
nav-sign-out = Fermer la session

scope-label = Ce que l’on regarde
scope-whose = À qui
scope-wrapper = Enveloppe
scope-bank = Établissement
scope-day = Au
scope-apply = Appliquer
scope-everyone = Tous
scope-all-wrappers = Toutes
scope-all-banks = Tous

demo-label = Exemple
demo-band = Foyer inventé : aucune personne, aucun produit réels.
demo-remove = Retirer l’exemple

palette-label = Chercher ou commander
palette-open = Chercher
palette-results = Résultats
palette-choose = choisir
palette-run = ouvrir
palette-keys = tous les raccourcis

key-escape = Échap
key-enter = Entrée
keys-title = Raccourcis
keys-search = Chercher
keys-rows = Ligne suivante, précédente
keys-fold = Replier, déplier
keys-edit = Modifier
keys-new = Ajouter
keys-normalise = Ramener des parts à 100 %
keys-help = Cette aide

scope-mine = Ce qui est à moi
scope-my-share = { $books }, ma part
scope-household = Tout ce que je peux voir
scope-account = Compte
scope-all-accounts = Tous les comptes
scope-everything = Tout
