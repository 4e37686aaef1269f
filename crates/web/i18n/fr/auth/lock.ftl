# Le verrou d’une session.
locked-title = Session verrouillée
locked-heading = Vos livres sont verrouillés
locked-why = { $name }, donnez votre mot de passe pour reprendre où vous étiez.
locked-go = Déverrouiller
locked-leave = Fermer cette session
lock-now = Verrouiller
lock-title = Verrou
lock-after = Verrouiller sans usage depuis
lock-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
lock-why = Le navigateur redemande alors le mot de passe, et la page reste où vous l’avez laissée. La touche l verrouille tout de suite.
lock-choose = Choisir ce délai
