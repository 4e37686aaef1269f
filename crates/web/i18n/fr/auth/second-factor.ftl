# Second facteur et codes à usage unique.
second-factor-see = Gérer
second-factor-required = Le foyer exige un second facteur
second-factor-required-first = Activez le vôtre pour continuer. Une application de codes sur votre téléphone suffit.
second-factor-required-on = Le vôtre est actif. Il ne peut pas être désactivé tant que le foyer l’exige.
second-factor-off = Désactiver le second facteur
second-factor-off-what = Votre mot de passe suffira à ouvrir votre espace. Les codes à usage unique seront effacés.
second-factor-lengthen = Choisir un mot de passe plus long
second-factor-propose-short = Activer un second facteur
second-factor-off-code = Code de l’application, ou code à usage unique
one-time-codes-title = Codes à usage unique
one-time-codes-left = { $count ->
    [0] Il ne vous en reste aucun.
    [one] Il vous en reste { $count }.
   *[other] Il vous en reste { $count }.
}
one-time-codes-renew = Créer dix nouveaux codes
one-time-codes-renew-what = Les anciens ne seront plus valables.
one-time-codes-what = Chacun remplace une fois le code de votre application, si le téléphone est perdu. Ils ne seront plus affichés : imprimez-les, ou gardez-les avec le code de secours.
one-time-codes-copy = Copier les codes
one-time-codes-noted = Je les ai notés
second-factor-title = Second facteur
second-factor-why = Un code à usage unique, en plus du mot de passe : deviner ou voler votre mot de passe ne suffit plus.
second-factor-on = Un code est demandé à chaque connexion.
second-factor-active = actif
second-factor-begin = Activer
second-factor-later = Plus tard
second-factor-propose = Protéger votre connexion par un second facteur ?
second-factor-teach = Scannez ce code avec votre application
second-factor-scan = Toute application de codes à usage unique convient ; elle n’a pas besoin de réseau.
second-factor-qr = Code QR du second facteur
second-factor-type = Sans appareil photo, saisissez ce secret dans l’application :
second-factor-prove = Vérifiez que l’application l’a enregistré
second-factor-code = Code de six chiffres
second-factor-then = Ensuite, un code vous sera demandé à chaque connexion.
second-factor-confirm = Activer le second facteur
