# Patrimoine : établissements, comptes et lignes.
table-caption = Établissements, comptes et lignes, avec leurs totaux
table-name = Nom
table-quantity = Quantité
table-price = Cours
table-cost = Prix de revient
table-value = Valeur
table-gain = +/− value
table-counts = { $banks ->
    [one] { $banks } établissement
   *[other] { $banks } établissements
}, { $accounts ->
    [one] { $accounts } compte
   *[other] { $accounts } comptes
}, { $lines ->
    [one] { $lines } ligne
   *[other] { $lines } lignes
} au { $day }
table-fold = Replier ou déplier { $name }
table-fold-all = Tout replier
table-edit-line = Modifier la ligne { $name }
table-on = au { $day }
table-owned = { $share } à vous
table-per-ounce = { $price } l’once
table-stale = valeur de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
table-unvalued = Sans valeur, donc hors des totaux : { $why }.
table-type = { $figure }, modifier { $name }
table-field = { $what } de { $name }
table-last = Dernière saisie : { $figure } au { $day }
table-key-save = enregistre
table-key-leave = abandonne
table-key-next = passe à la suivante
table-stale-edit = Une autre valeur a été enregistrée entre-temps. Rien n’est perdu : comparez, puis enregistrez à nouveau.
table-partial = Prix de revient et +/− value des lignes dont le prix de revient est connu, en { $currency } ; les autres n’y entrent pas.
table-empty-account = vide
table-nothing-yet = Aucune ligne pour l’instant.
table-empty-title = Où est votre argent
table-empty-text = Ajoutez un compte, puis ce qu’il contient. Les totaux se font ici, par établissement et par compte.
table-example = Exemple, qui n’est pas dans votre espace
table-example-bank = Banque des Tilleuls
table-example-asset = ETF Monde Alizé
table-example-price = 148,30 €
table-example-value = 5 932,00 €
table-none-title = Rien dans ce périmètre
table-none-text = Aucun compte ne correspond à l’enveloppe et à l’établissement choisis.
table-see-everything = Tout afficher

account-analyse = Analyser
account-empty-title = Ce compte est vide
account-empty-text = Ajoutez une ligne : un actif avec sa valeur, ou une quantité et un cours.
account-ended = Lignes hors du total
account-ended-over = rien n’en reste
account-ended-later = saisie à partir d’une date ultérieure
account-about = À propos du compte
