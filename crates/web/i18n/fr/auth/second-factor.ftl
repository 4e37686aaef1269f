# Second facteur et codes à usage unique.
second-factor-see = Gérer
second-factor-required = Le foyer exige un second facteur
second-factor-required-first = Activez le vôtre pour continuer. Une application de codes sur votre téléphone suffit.
second-factor-required-on = Le vôtre est actif. Il ne peut pas être désactivé tant que le foyer l’exige.
second-factor-off = Désactiver le second facteur
second-factor-off-what = Votre mot de passe ouvrira seul vos livres. Les codes à usage unique seront effacés.
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
one-time-codes-renew-what = Les anciens ne compteront plus.
one-time-codes-what = Chacun remplace une fois le code de votre application, si le téléphone est perdu. Ils ne seront plus montrés : imprimez-les, ou gardez-les avec le code de secours.
one-time-codes-copy = Copier les codes
one-time-codes-noted = Je les ai notés
second-factor-title = Second facteur
second-factor-why = Un code à usage unique, en plus du mot de passe : qui devine ou vole votre mot de passe n’entre pas.
second-factor-on = Un code est demandé à chaque ouverture de session.
second-factor-active = actif
second-factor-begin = Activer
second-factor-later = Plus tard
second-factor-propose = Protéger l’ouverture de vos livres par un second facteur ?
second-factor-teach = Montrez ce code à votre application
second-factor-scan = N’importe quelle application de codes à usage unique convient ; elle n’a pas besoin de réseau.
second-factor-qr = Code QR du second facteur
second-factor-type = Sans appareil photo, tapez ce secret dans l’application :
second-factor-prove = Prouvez qu’elle l’a retenu
second-factor-code = Code de six chiffres
second-factor-then = À partir de là, un code vous sera demandé à chaque ouverture de session.
second-factor-confirm = Activer le second facteur
