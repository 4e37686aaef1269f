# Invitation.
invitation-title = Invitation
invitation-heading = Rejoindre le foyer
invitation-what = Vous aurez vos propres livres, que personne d’autre n’ouvre, pas même la personne qui vous invite.
invitation-accept = Rejoindre
invitation-gone = Cette invitation ne compte plus
invitation-sign-in = Ouvrir une session
