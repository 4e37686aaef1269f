# Sessions ouvertes.
sessions-end-all = Fermer partout
sessions-end-all-why = Ferme toutes vos sessions, celle-ci comprise, et celles des programmes.
sessions-most = Dix au plus : une onzième ferme la plus longtemps inutilisée.
session-here = cette machine
session-locked = verrouillée
sessions-title = Sessions ouvertes
sessions-why = Une session fermée est refusée dès son appel suivant.
sessions-where = Appareil
sessions-kind = Sorte
sessions-since = Depuis
sessions-seen = Vue la dernière fois
sessions-end = Fermer
sessions-this = celle-ci
session-browser = Navigateur
session-api = Programme
