# Invitation.
invitation-title = Invitation
invitation-heading = Rejoindre le foyer
invitation-what = Vous aurez votre propre espace, que personne d’autre n’ouvre, pas même la personne qui vous invite.
invitation-accept = Rejoindre
invitation-gone = Cette invitation n’est plus valable
