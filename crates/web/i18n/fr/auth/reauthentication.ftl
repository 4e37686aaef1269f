# Le mot de passe, redemandé avant une action sensible.
confirm-title = Votre mot de passe
confirm-heading = Confirmez que c’est vous
confirm-why = { $name }, cette action demande votre mot de passe. Il compte ensuite pendant dix minutes.
confirm-go = Continuer
confirm-fault = Ce n’est pas encore possible
confirm-wrong = Ce mot de passe n’est pas le bon.
confirm-press-again = C’est confirmé. Appuyez à nouveau sur le bouton.
