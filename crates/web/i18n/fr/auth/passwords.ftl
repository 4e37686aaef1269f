# Mots de passe et code de secours.
recover-title = Mot de passe perdu
recover-heading = Retrouver l’accès avec le code de secours
recover-what = Le code ouvre votre espace et vous choisissez un nouveau mot de passe. Le code est ensuite remplacé, et toutes vos sessions sont fermées.
recover-code-hint = Les neuf groupes, tels qu’ils sont écrits.
recover-refused = Ce nom et ce code ne correspondent pas. Comparez chaque groupe à votre fiche, puis réessayez.
recover-go = Enregistrer ce mot de passe
recover-back = J’ai retrouvé mon mot de passe
recover-link = Mot de passe perdu : utiliser le code de secours
password-title = Changer de mot de passe
password-what = Vos autres sessions sont fermées. Le code de secours reste le même.
password-must = Ce mot de passe ne suffit plus seul
password-must-why = Vous n’avez plus de second facteur : choisissez un mot de passe d’au moins 15 caractères, ou activez un second facteur.
password-present = Mot de passe actuel
password-new = Nouveau mot de passe
password-leaked = Mon mot de passe a fuité
password-leaked-what = Quelqu’un d’autre le connaît peut-être. Votre identité, votre code de secours et les clés de vos espaces sont alors renouvelés, et toutes vos autres sessions fermées : un nouveau code de secours vous est montré.

recovery-title = Code de secours
recovery-heading = Votre code de secours
recovery-why = Si vous perdez votre mot de passe, ce code est le seul moyen de rouvrir votre espace. Imprimez-le ou recopiez-le, puis rangez-le loin de cette machine. Il ne sera plus affiché.
recovery-copy = Copier
recovery-prove = Confirmez que vous l’avez noté
recovery-group = Groupe { $number }
recovery-go-on = Continuer
recovery-both = Saisissez les deux groupes pour continuer.
