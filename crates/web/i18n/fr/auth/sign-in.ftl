# Connexion, et connexions récentes.
sign-ins-title = Vos connexions récentes
sign-ins-none = Aucune connexion n’est encore enregistrée.
sign-ins-here = ici
sign-ins-unknown = Si l’une d’elles n’est pas de vous, fermez cette session et changez de mot de passe.
sign-ins-sessions = Voir les sessions
sign-ins-refused = { $count ->
    [one] Une tentative à votre nom a été refusée
   *[other] { $count } tentatives à votre nom ont été refusées
} depuis votre connexion précédente.
sign-ins-refused-look = Voir lesquelles
sign-in-code-hint = Six chiffres de votre application, ou un de vos codes à usage unique.
sign-in-title = Se connecter
sign-in-promise = Votre mot de passe déchiffre votre espace, c’est-à-dire votre dossier patrimonial ; personne d’autre ne le peut, administrateur compris.
sign-in-name = Nom
sign-in-password = Mot de passe
sign-in-code = Code du second facteur
code-heading = Votre code
code-why = { $name }, votre mot de passe est correct. Saisissez le code dans les cinq minutes.
code-lost = Vous n’avez plus ni téléphone ni codes ? La personne qui administre le foyer peut retirer votre second facteur.
code-other = Recommencer avec un autre nom
sign-in-fault = Connexion impossible
sign-in-unavailable-disk-full = Le disque de cette machine est plein : la connexion doit être inscrite au journal, et ne peut pas l’être. Rien n’est perdu. Libérez de la place, ou prévenez la personne qui administre le foyer ; réessayez ensuite, sans rien redémarrer.
sign-in-unavailable-disk-fails = Le disque de cette machine ne répond pas normalement : la connexion n’a pas pu être inscrite au journal, et rien n’a été modifié. Réessayez ; si cela dure, faites examiner la machine.
sign-in-unavailable-read-only = Un fichier du foyer est endommagé : plus rien n’y est écrit, pas même une connexion. Prévenez la personne qui administre le foyer : la dernière sauvegarde vérifiée le restaure.
sign-in-unavailable-journal-broken = Le journal du foyer a été altéré : rien n’y est plus écrit, pas même une connexion. Vos espaces sont intacts et scellés. La personne qui administre la machine garde une copie du dossier, la compare à la dernière sauvegarde vérifiée, puis en prend acte par « pecule audit restart-chain ».
sign-in-unavailable-rolled-back = Un fichier plus ancien a pris la place d’un autre, ou sa fin a été coupée : rien n’y est plus écrit. Prévenez la personne qui administre le foyer : la dernière sauvegarde vérifiée indique ce qui manque.
