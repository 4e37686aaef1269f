# Le compte de chacun : mot de passe redemandé, verrou, second facteur, accès des programmes.
confirm-title = Votre mot de passe
confirm-heading = Confirmez que c’est vous
confirm-why = { $name }, cette action demande votre mot de passe. Il compte ensuite pendant dix minutes.
confirm-go = Continuer
confirm-fault = Ce n’est pas encore possible
confirm-wrong = Ce mot de passe n’est pas le bon.
confirm-press-again = C’est confirmé. Appuyez à nouveau sur le bouton.
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
refused-locked = Cette session est verrouillée : donnez votre mot de passe.
refused-enrol-first = Le foyer exige un second facteur : activez le vôtre dans un navigateur.
refused-stale-token = La clé de ces livres a été renouvelée depuis ce jeton : créez-en un autre.
refused-too-fast = Trop de demandes à la fois : attendez { $seconds } s, puis continuez.
conflict-second-factor-required = Le foyer exige un second facteur de chacun : il se renouvelle, il ne se désactive pas.
conflict-too-many-tokens = Vous avez déjà vingt jetons : révoquez-en un d’abord.
fault-password-breached = Ce mot de passe figure dans une liste de mots de passe volés : prenez-en un autre.
second-factor-see = Gérer
second-factor-required = Le foyer exige un second facteur
second-factor-required-first = Activez le vôtre pour continuer. Une application de codes sur votre téléphone suffit.
second-factor-required-on = Le vôtre est actif. Il ne peut pas être désactivé tant que le foyer l’exige.
second-factor-off = Désactiver le second facteur
second-factor-off-what = Votre mot de passe ouvrira seul vos livres. Les codes à usage unique seront effacés.
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
sign-in-code-hint = Six chiffres de votre application, ou un de vos codes à usage unique.
sessions-end-all = Fermer partout
sessions-end-all-why = Ferme toutes vos sessions, celle-ci comprise, et celles des programmes.
sessions-most = Dix au plus : une onzième ferme la plus longtemps inutilisée.
session-here = cette machine
session-locked = verrouillée
tokens-title = Accès des programmes
tokens-short = Des jetons qui lisent un seul jeu de livres, pour un temps.
tokens-open = Ouvrir
tokens-what = Un jeton laisse un programme lire un seul jeu de livres par l’API. Il n’écrit rien, n’ouvre ni vos autres livres ni les pages, et s’arrête à son échéance, ou quand la clé des livres est renouvelée.
tokens-yours = Vos jetons
tokens-none = Aucun jeton encore.
token-new = Nouveau jeton
token-name = Nom
token-name-hint = À quoi il sert : vous le reconnaîtrez dans la liste.
token-books = Livres
token-life = Durée
token-days = { $days } jours
token-make = Créer le jeton
token-how = Le programme l’envoie ainsi : Authorization: Bearer pecule_pt_…
token-made = Votre jeton
token-made-what = Il n’est montré qu’une fois. Rangez-le où le programme le lira, et nulle part ailleurs.
token-copy = Copier le jeton
token-facts = { $books } · jusqu’au { $until }
token-used = Dernier usage : { $moment }
token-unused = Jamais utilisé
token-revoke = Révoquer
token-state-expired = échu
token-state-stale = clé renouvelée
account-notice-second-factor-removed = Votre second facteur a été désactivé
account-notice-second-factor-reset = L’administrateur a retiré votre second facteur
account-notice-one-time-code-used = Un code à usage unique a servi
account-notice-when = Le { $moment }. Si ce n’était pas vous ou à votre demande, changez votre mot de passe et fermez toutes vos sessions.
account-notice-away = C’est vu
household-demand = Second facteur pour tous
household-demand-what = Qui n’en a pas encore est mené à l’activer dès l’ouverture de session, et ne peut rien faire d’autre. Les programmes sont refusés jusque-là.
household-demand-box = Exiger un second facteur de chacun
household-reset-factor = Retirer le second facteur
household-reset-factor-what = Pour qui a perdu son téléphone et ses codes. Son mot de passe ouvrira seul ses livres ; cela lui sera dit à sa prochaine ouverture de session, et inscrit au journal.
