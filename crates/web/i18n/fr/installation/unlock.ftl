# La phrase de passe demandée au démarrage.
unlock-title = Pécule est verrouillé
unlock-heading = Pécule attend sa phrase de passe
unlock-what = La clé de cette installation est protégée par une phrase de passe. La personne qui administre le foyer la saisit ici après chaque démarrage.
unlock-passphrase = Phrase de passe
unlock-open = Déverrouiller
unlock-fault = Toujours verrouillé
unlock-wrong = Phrase de passe incorrecte. Vérifiez la touche majuscules, puis réessayez.
unlock-broken = La phrase de passe est correcte, mais l’installation ne s’ouvre pas : le journal du serveur en donne la cause.
unlock-elsewhere = Cette connexion n’est pas chiffrée : ouvrez cette page sur la machine elle-même, ou par https.
