# Premier démarrage.
setup-title = Premier démarrage
setup-language = Langue
setup-steps = Étapes
setup-step-keys = Clé du foyer
setup-step-person = Première personne
setup-step-recovery = Code de secours
setup-step-values = Premières valeurs
setup-heading = Première personne du foyer
setup-promise = Elle gère l’installation et possède son propre espace. Son mot de passe ne peut être ni retrouvé ni remplacé par quelqu’un d’autre.
setup-code = Code à usage unique
setup-code-hint = Le terminal où Pécule a démarré l’affiche. Il est valable 15 minutes.
setup-password-hint = 15 caractères au moins : plusieurs mots sans lien entre eux.
setup-password-again = Confirmez le mot de passe
setup-make = Créer

setup-ways = Commencer ou restaurer
setup-begin = Commencer
setup-restore = Restaurer une sauvegarde
