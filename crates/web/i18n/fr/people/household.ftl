# Le foyer et ses personnes.
household-title = Foyer
household-what = Vous administrez ce foyer. Vous ne lisez les livres de personne d’autre.
household-people = Personnes
household-places = Places prises : { $taken } sur { $room }
household-person = Personne
household-seen = Dernière venue
household-protection = Protection
household-actions = Actions
household-runs = administre le foyer
household-member = membre
household-books = { $books ->
    [one] { $books } livre, { $size }
   *[other] { $books } livres, { $size }
}
household-never = jamais
household-closed = accès fermé
household-closed-since = Fermé depuis le { $moment }. Ses livres restent scellés, tels quels.
household-two-factors = 2 facteurs
household-one-factor = mot de passe seul
household-manage = Gérer
household-manage-whom = Gérer { $name }
household-invite = Inviter une personne
household-invitations = Invitations
household-no-invitation = Aucune invitation. Le lien d’une invitation sert une fois, pendant 24 heures.
household-invitation-open = Invitation en attente
household-invitation-used = Invitation acceptée
household-invitation-withdrawn = Invitation retirée
household-invitation-expired = Invitation périmée
household-invitation-until = Valable jusqu’au { $moment }
household-withdraw = Retirer
household-link-title = Le lien de l’invitation, montré une seule fois
household-link-what = Remettez-le à la personne elle-même. Il sert une fois, pendant 24 heures. Elle choisira son nom et son mot de passe : vous ne connaîtrez pas ce mot de passe, et vous ne lirez pas ses livres.
household-link-copy = Copier le lien
household-last-title = La seule personne qui administre le foyer
household-last = Confiez d’abord l’administration à quelqu’un d’autre : un foyer n’en est jamais privé.
household-enable = Rouvrir l’accès
household-enable-what = La personne reviendra avec le même mot de passe et retrouvera ses livres.
household-disable = Fermer l’accès
household-disable-what = Toutes ses sessions se terminent aussitôt, et elle ne peut plus entrer. Rien n’est effacé : vous pourrez rouvrir son accès.
household-make = Faire administrer aussi
household-make-what = Cette personne pourra inviter, fermer des accès et retirer des personnes, comme vous. Elle ne lira pas vos livres.
household-unmake = Ne plus faire administrer
household-unmake-what = Cette personne reste membre du foyer, avec ses livres.
household-hand-over = Confier l’administration
household-hand-over-what = Cette personne administrera le foyer à votre place. Vous restez membre, avec vos livres.
household-remove = Retirer la personne
household-remove-what = Ce qui est perdu : son nom, son mot de passe, son code de récupération, ses sessions et la clé de ses livres. Rien ne peut être annulé. Proposez-lui d’abord d’exporter ses données.
household-lost = { $books ->
    [0] Aucun livre n’est perdu : d’autres ouvrent tous les siens.
    [one] Perdu pour toujours : { $books } jeu de livres que personne d’autre n’ouvre ({ $size }). Son fichier reste sur le disque, scellé.
   *[other] Perdus pour toujours : { $books } jeux de livres que personne d’autre n’ouvre ({ $size }). Leurs fichiers restent sur le disque, scellés.
}
household-ownerless = { $books ->
    [one] Sans propriétaire : { $books } jeu de livres que d’autres lisent encore.
   *[other] Sans propriétaire : { $books } jeux de livres que d’autres lisent encore.
}
household-shared = { $books ->
    [one] { $books } jeu de livres reste à un autre propriétaire, qui en changera la clé.
   *[other] { $books } jeux de livres restent à un autre propriétaire, qui en changera la clé.
}
household-lost-until = La dernière sauvegarde qui contient ses livres est gardée jusqu’au { $day } au plus : elle les ouvre encore, avec son mot de passe de ce jour-là.
household-lost-no-backup = Aucune sauvegarde ne contient ses livres.
household-remove-confirm = Pour confirmer, écrivez son nom : { $name }

household-demand = Second facteur pour tous
household-demand-what = Qui n’en a pas encore est mené à l’activer dès l’ouverture de session, et ne peut rien faire d’autre. Les programmes sont refusés jusque-là.
household-demand-box = Exiger un second facteur de chacun
household-reset-factor = Retirer le second facteur
household-reset-factor-what = Pour qui a perdu son téléphone et ses codes. Son mot de passe ouvrira seul ses livres ; cela lui sera dit à sa prochaine ouverture de session, et inscrit au journal.
