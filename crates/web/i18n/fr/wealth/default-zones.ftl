# Zones par défaut.
default-zones-title = Zones par défaut
default-zones-start = Zones
default-zones-own = les vôtres
default-zones-none = aucune : à préciser pour chaque actif
default-zones-of = Zones par défaut, { $class }
default-zones-of-why = En % de la classe. Elles sont proposées aux actifs qui n’ont pas encore de zones pour cette classe.
default-zones-rest = Reste, zone à préciser
default-zones-ours = Revenir aux zones d’origine
