# Le foyer et ses personnes.
household-title = Foyer
household-what = Vous administrez ce foyer. Vous ne lisez l’espace de personne d’autre.
household-people = Personnes
household-places = { $taken } sur { $room } personnes au plus
household-person = Personne
household-seen = Dernière connexion
household-protection = Protection
household-actions = Actions
household-runs = administre le foyer
household-member = membre
household-books = { $books ->
    [one] { $books } espace, { $size }
   *[other] { $books } espaces, { $size }
}
household-never = jamais
household-closed = accès fermé
household-closed-since = Fermé depuis le { $moment }. Ses espaces restent scellés, tels quels.
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
household-invitation-expired = Invitation expirée
household-invitation-until = Valable jusqu’au { $moment }
household-withdraw = Retirer
household-link-title = Le lien de l’invitation, affiché une seule fois
household-link-what = Remettez-le à la personne elle-même. Il sert une fois, pendant 24 heures. Elle choisira son nom et son mot de passe : vous ne connaîtrez pas ce mot de passe, et vous ne lirez pas son espace.
household-link-copy = Copier le lien
household-last-title = La seule personne qui administre le foyer
household-last = Confiez d’abord l’administration à quelqu’un d’autre : un foyer n’en est jamais privé.
household-enable = Rouvrir l’accès
household-enable-what = La personne se connectera avec le même mot de passe et retrouvera ses espaces.
household-disable = Fermer l’accès
household-disable-what = Toutes ses sessions se terminent aussitôt, et elle ne peut plus se connecter. Rien n’est effacé : vous pourrez rouvrir son accès.
household-make = Nommer administrateur
household-make-what = Cette personne pourra inviter, fermer des accès et retirer des personnes, comme vous. Elle ne lira pas vos espaces.
household-unmake = Retirer l’administration
household-unmake-what = Cette personne reste membre du foyer, avec ses espaces.
household-hand-over = Confier l’administration
household-hand-over-what = Cette personne administrera le foyer à votre place. Vous restez membre, avec vos espaces.
household-remove = Retirer la personne
household-remove-what = Ce qui est perdu : son nom, son mot de passe, son code de secours, ses sessions et la clé de ses espaces. Rien ne peut être annulé. Proposez-lui d’abord d’exporter ses données.
household-lost = { $books ->
    [0] Aucun espace n’est perdu : d’autres ouvrent tous les siens.
    [one] Perdu définitivement : { $books } espace que personne d’autre n’ouvre ({ $size }). Son fichier reste sur le disque, scellé.
   *[other] Perdus définitivement : { $books } espaces que personne d’autre n’ouvre ({ $size }). Leurs fichiers restent sur le disque, scellés.
}
household-ownerless = { $books ->
    [one] Sans propriétaire : { $books } espace que d’autres lisent encore.
   *[other] Sans propriétaire : { $books } espaces que d’autres lisent encore.
}
household-shared = { $books ->
    [one] { $books } espace reste à un autre propriétaire, qui en changera la clé.
   *[other] { $books } espaces restent à un autre propriétaire, qui en changera la clé.
}
household-lost-until = La dernière sauvegarde qui contient ses espaces est conservée jusqu’au { $day } au plus : elle les ouvre encore, avec son mot de passe de ce jour-là.
household-lost-no-backup = Aucune sauvegarde ne contient ses espaces.
household-remove-confirm = Pour confirmer, saisissez son nom : { $name }

household-demand = Second facteur pour tous
household-demand-what = Toute personne sans second facteur doit l’activer dès sa connexion, et ne peut rien faire d’autre. Les programmes sont refusés jusque-là.
household-demand-box = Exiger un second facteur de chacun
household-reset-factor = Retirer le second facteur
household-reset-factor-what = Pour une personne qui a perdu son téléphone et ses codes. Son mot de passe suffira à ouvrir ses espaces ; elle en sera informée à sa prochaine connexion, et le journal en garde la trace.
