# Une connexion sans chiffrement.
clear-title = Connexion non chiffrée
clear-heading = Depuis une autre machine, cette connexion n’est pas chiffrée
clear-why = Un mot de passe tapé ici pourrait être lu sur le réseau. Pécule ne laisse donc entrer personne par ce chemin.
clear-what-to-do = Que faire
clear-local = Ouvrez Pécule sur la machine même, à l’adresse http://localhost:8017.
clear-tunnel = Ou passez par un tunnel chiffré, puis ouvrez http://localhost:8017 ici :
clear-machine = personne@machine
clear-band = Cette connexion n’est pas chiffrée : sur ce réseau, d’autres peuvent lire vos mots de passe et vos chiffres.
clear-band-label = Connexion non chiffrée
clear-own = Ou chiffrez la connexion : « pecule tls init » sur la machine, puis redémarrez Pécule.
