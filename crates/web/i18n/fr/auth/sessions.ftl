# Sessions ouvertes.
sessions-end-all = Fermer partout
sessions-end-all-why = Ferme toutes vos sessions, celle-ci comprise, et celles des programmes.
sessions-most = Dix au plus : la onzième ferme la plus longtemps inactive.
session-here = cet appareil
session-locked = verrouillée
sessions-title = Sessions ouvertes
sessions-why = Une session fermée est refusée dès la demande suivante.
sessions-where = Appareil
sessions-kind = Type
sessions-since = Depuis
sessions-seen = Dernière activité
sessions-end = Fermer
sessions-this = celle-ci
session-browser = Navigateur
session-api = Programme
