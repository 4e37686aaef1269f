# Une connexion sans chiffrement.
plain-http-title = Connexion non chiffrée
plain-http-heading = Depuis une autre machine, cette connexion n’est pas chiffrée
plain-http-why = Un mot de passe saisi ici pourrait être lu sur le réseau. Pécule refuse donc toute connexion par ce chemin.
plain-http-what-to-do = Que faire
plain-http-local = Ouvrez Pécule sur la machine même, à l’adresse http://localhost:8017.
plain-http-tunnel = Ou passez par un tunnel chiffré, puis ouvrez http://localhost:8017 ici :
plain-http-machine = personne@machine
plain-http-band = Cette connexion n’est pas chiffrée : sur ce réseau, d’autres peuvent lire vos mots de passe et vos chiffres.
plain-http-own = Ou chiffrez la connexion : « pecule tls init » sur la machine, puis redémarrez Pécule.
