# Connexion, et connexions récentes.
sign-ins-title = Vos connexions récentes
sign-ins-none = Aucune connexion n’est encore notée.
sign-ins-here = ici
sign-ins-unknown = Si l’une d’elles n’est pas de vous, fermez cette session et changez de mot de passe.
sign-ins-sessions = Voir les sessions
sign-ins-refused = { $count ->
    [one] Une tentative à votre nom a été refusée
   *[other] { $count } tentatives à votre nom ont été refusées
} depuis votre connexion précédente.
sign-ins-refused-look = Voir lesquelles
sign-in-code-hint = Six chiffres de votre application, ou un de vos codes à usage unique.
sign-in-title = Ouvrir mes livres
sign-in-heading = Ouvrir mes livres
sign-in-promise = Votre mot de passe déchiffre vos livres ; personne d’autre ne le peut, administrateur compris.
sign-in-name = Nom
sign-in-password = Mot de passe
sign-in-code = Code du second facteur
sign-in-open = Ouvrir
code-title = Code du second facteur
code-heading = Votre code
code-why = { $name }, votre mot de passe est le bon. Il reste le code, dans les cinq minutes.
code-lost = Plus de téléphone ni de codes ? La personne qui administre le foyer peut retirer votre second facteur.
code-other = Recommencer avec un autre nom
sign-in-fault = Ces livres ne se sont pas ouverts
sign-in-unavailable-disk-full = Le disque de cette machine est plein : une entrée doit s’y inscrire, et ne le peut pas. Rien n’est perdu. Libérez de la place, ou prévenez la personne qui administre le foyer ; essayez ensuite à nouveau, sans rien redémarrer.
sign-in-unavailable-disk-fails = Le disque de cette machine ne répond pas comme il devrait : votre entrée n’a pas pu s’y inscrire, et rien n’a été changé. Réessayez ; si cela dure, faites examiner la machine par la personne qui l’administre.
sign-in-unavailable-read-only = Un fichier du foyer est endommagé : plus rien n’y est écrit, pas même une entrée. Prévenez la personne qui administre le foyer : la dernière sauvegarde prouvée le restaure.
sign-in-unavailable-journal-broken = Le journal du foyer a été altéré : rien n’y est plus écrit, pas même une entrée. Vos livres sont intacts et scellés. La personne qui administre la machine garde une copie du dossier, la compare à la dernière sauvegarde prouvée, puis en prend acte par « pecule journal resume ».
sign-in-unavailable-rolled-back = Un fichier plus ancien a pris la place d’un autre, ou sa fin a été coupée : rien n’y est plus écrit. Prévenez la personne qui administre le foyer : la dernière sauvegarde prouvée dit ce qui manque.
