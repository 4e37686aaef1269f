# Réglages.
settings-appearance = Apparence
settings-language = Langue
settings-theme = Thème
settings-shortcuts = Raccourcis d’une touche
settings-shortcuts-note = Ils n’agissent qu’en dehors des champs. La touche ? en affiche la liste.
settings-books = Espaces
settings-no-books = Aucun espace ne vous est ouvert.
settings-totals = Totaux
settings-currency = Devise des totaux
settings-currency-hint = Un code de trois lettres. Les autres devises sont converties avec vos taux.
settings-currency-choose = Choisir cette devise
settings-rates = { $count ->
    [one] { $count } paire connue
   *[other] { $count } paires connues
}
settings-default-zones = Zones proposées quand une classe n’en a pas encore. Ce qui est enregistré ne change pas.
settings-taxonomies = { $count ->
    [one] { $count } classement personnel
   *[other] { $count } classements personnels
}
settings-changes = L’historique des modifications, et de quoi les annuler.
settings-import = Les fichiers d’une autre application, la composition d’un fonds, des taux, des cours.
settings-export-title = Lire votre espace avec un programme
settings-export = Chaque page existe aussi en JSON, par l’API et par la commande pecule report.
settings-security = Sécurité
settings-password = Mot de passe
settings-password-why = Le changer ferme toutes vos autres sessions.
settings-password-change = Modifier
