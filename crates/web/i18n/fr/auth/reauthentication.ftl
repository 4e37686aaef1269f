# Le mot de passe, redemandé avant une action sensible.
confirm-title = Votre mot de passe
confirm-heading = Confirmez que c’est vous
confirm-why = { $name }, cette action demande votre mot de passe. Il reste valable dix minutes.
confirm-go = Continuer
confirm-fault = Cette action n’est pas encore possible
confirm-wrong = Mot de passe incorrect.
confirm-press-again = C’est confirmé. Appuyez à nouveau sur le bouton.
