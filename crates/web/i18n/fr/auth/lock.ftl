# Le verrou d’une session.
locked-title = Session verrouillée
locked-heading = Votre session est verrouillée
locked-why = { $name }, saisissez votre mot de passe pour reprendre où vous en étiez.
locked-go = Déverrouiller
lock-now = Verrouiller
lock-title = Verrouillage
lock-after = Verrouiller en cas d’inactivité de plus de
lock-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
lock-why = Le navigateur redemande alors le mot de passe, et la page reste où vous l’avez laissée. La touche l verrouille immédiatement.
lock-choose = Enregistrer ce délai
