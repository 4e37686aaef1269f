# Patrimoine : établissements, comptes et lignes.
lines-caption = Établissements, comptes et lignes, avec leurs totaux
lines-name = Nom
lines-quantity = Quantité
lines-price = Cours
lines-cost = Coût
lines-value = Valeur
lines-gain = Plus-value
lines-share-of-gross = Part des biens
lines-counts = Établissements : { $banks } · comptes : { $accounts } · lignes : { $lines } · au { $day }
lines-fold = Replier ou déplier { $name }
lines-fold-all = Tout replier
lines-add = Ajouter une ligne
lines-add-account = Ajouter un compte
lines-edit-line = Modifier la ligne { $name }
lines-on = au { $day }
lines-owned = { $share } à vous
lines-per-ounce = { $price } l’once
lines-stale = valeur de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
lines-unvalued = Sans valeur, donc hors des totaux : { $why }.
lines-give-price = Donner un cours
lines-give-rate = Donner un taux
lines-type = { $figure }, modifier { $name }
lines-field = { $what } de { $name }
lines-last = Écrit en dernier : { $figure } au { $day }
lines-key-save = enregistre
lines-key-leave = abandonne
lines-key-next = passe à la suivante
lines-stale-edit = Une autre valeur a été enregistrée entre-temps. Rien n’est perdu : comparez, puis enregistrez à nouveau.
lines-partial = Coût et plus-value des lignes dont le coût est connu, en { $currency } ; les autres n’y entrent pas.
lines-empty-account = vide
lines-nothing-yet = Rien n’y est encore.
lines-empty-title = Où est votre argent
lines-empty-text = Ajoutez un compte, puis ce qu’il contient. Les totaux se font ici, par établissement et par compte.
lines-example = Exemple, qui n’est pas dans vos livres
lines-example-bank = Banque des Tilleuls
lines-example-asset = ETF Monde Alizé
lines-example-price = 148,30 €
lines-example-value = 5 932,00 €
lines-none-title = Rien dans ce que vous regardez
lines-none-text = Aucun compte ne correspond à l’enveloppe et à l’établissement choisis.
lines-see-everything = Tout regarder

account-analyse = Analyser
account-empty-title = Ce compte est vide
account-empty-text = Ajoutez une ligne : un actif avec sa valeur, ou une quantité et un cours.
account-ended = Lignes hors du total
account-ended-over = rien n’en reste
account-ended-later = écrite à partir d’un autre jour
account-about = Ce que l’on sait du compte
