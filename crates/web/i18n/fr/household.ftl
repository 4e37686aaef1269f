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
invitation-title = Invitation
invitation-heading = Rejoindre le foyer
invitation-what = Vous aurez vos propres livres, que personne d’autre n’ouvre, pas même la personne qui vous invite.
invitation-accept = Rejoindre
invitation-gone = Cette invitation ne compte plus
invitation-sign-in = Ouvrir une session
refused-bad-invitation = Elle a servi, a été retirée ou date de plus d’un jour. Demandez-en une nouvelle.
conflict-last-admin = C’est la seule personne qui administre le foyer. Confiez d’abord l’administration à quelqu’un d’autre.
conflict-still-enabled = Cette personne peut encore entrer. Fermez d’abord son accès.
conflict-disabled = Cette personne ne peut pas entrer. Rouvrez d’abord son accès.
refused-confirm-first = Cela demande à nouveau votre mot de passe. Donnez-le, puis continuez.
departure-announce = Annoncer son départ
departure-announce-what = Sur son accueil, cette personne verra ce qu’elle perdra et de quoi emporter ses livres. Rien d’autre ne change, et l’annonce peut être retirée.
departure-announced = Départ annoncé
departure-announced-on = Annoncé le { $moment }.
departure-seen-on = La personne l’a vu le { $moment }.
departure-unseen = La personne ne l’a pas encore vu.
departure-taken-on = Livres scellés emportés le { $moment }.
departure-not-taken = Livres scellés pas encore emportés.
departure-ready-on = Elle a dit le { $moment } avoir ce qu’il lui faut.
departure-not-ready = Elle n’a pas encore dit avoir ce qu’il lui faut.
departure-next = Ensuite : fermez son accès, puis retirez-la du foyer.
departure-withdraw = Retirer l’annonce
departure-not-offered = Elle n’a pas pu emporter ses livres
departure-not-offered-what = Personne ne lui a proposé d’export, et son accès est fermé : elle ne peut plus rien emporter. Rouvrez d’abord l’accès, annoncez son départ et laissez-lui le temps.
departure-without = La retirer quand même, sans export
departure-mine = Votre départ du foyer est annoncé
departure-mine-what = Annoncé le { $moment }. La personne qui administre le foyer va vous retirer. D’ici là rien ne change : emportez ce qu’il vous faut.
departure-mine-until = La dernière sauvegarde qui contient vos livres est gardée jusqu’au { $day } au plus.
departure-mine-no-backup = Aucune sauvegarde ne contient vos livres.
departure-mine-kit = Les livres scellés s’ouvrent avec votre code de récupération : gardez-le.
departure-take = Emporter mes livres scellés
departure-take-readable = Emporter ce que d’autres programmes lisent
departure-ready = J’ai ce qu’il me faut
departure-mine-ready = Vous avez dit le { $moment } avoir ce qu’il vous faut.
