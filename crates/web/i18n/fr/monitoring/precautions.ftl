# Précautions.
precautions-title = Précautions
precautions-link = Disque chiffré, papier, deux lieux, test annuel : faits quand, à revoir quand.
precautions-what = Ce que le programme ne peut pas faire à votre place. Chaque ligne garde le jour où elle a été faite, et revient sur Accueil quand il faut la vérifier de nouveau.
precautions-done = { $done ->
    [one] { $done } précaution prise sur { $all }
   *[other] { $done } précautions prises sur { $all }
}
precautions-done-on = Faite le { $day }
precautions-not-yet = Pas encore
precautions-remind-on = rappel le { $day }
precautions-take = C’est fait
precautions-reopen = À refaire
precautions-remind = Me le rappeler
precautions-day = Le jour du rappel
precautions-day-none = Sans jour, pas de rappel.
precautions-remind-save = Enregistrer le rappel
precautions-home = À vérifier de nouveau.
precaution-encrypted-disk = Le disque de la machine est chiffré
precaution-encrypted-disk-why = LUKS, BitLocker ou FileVault : les noms des fichiers et la clé de la machine sont alors protégés d’un voleur. Mettez aussi un mot de passe au démarrage.
precaution-encrypted-disk-do = Chiffrer le disque de la machine
precaution-key-elsewhere = La clé de la machine est ailleurs que les données
precaution-key-elsewhere-why = Dans le coffre du système, un secret de conteneur ou une clé USB : qui copie le dossier ne peut alors rien essayer.
precaution-key-elsewhere-do = Mettre la clé de la machine ailleurs que les données
precaution-paper-kit = Le kit et les codes de secours sont sous enveloppe
precaution-paper-kit-why = Imprimés, datés, fermés, loin de la machine : un coffre, un notaire, un proche. Sans eux, un mot de passe oublié est perdu.
precaution-paper-kit-do = Vérifier le kit et les codes de secours sous enveloppe
precaution-two-sites = Les sauvegardes sont sur deux supports, en deux lieux
precaution-two-sites-why = Un disque débranché ici, un autre ailleurs : le feu, l’eau et le vol n’atteignent pas les deux. Branchez-les, relisez-les, tous les six mois.
precaution-two-sites-do = Vérifier les sauvegardes sur deux supports, en deux lieux
precaution-ups = Un onduleur tient la machine pendant une coupure
precaution-ups-why = Les fichiers survivent à une coupure ; les disques, pas toujours. Changez la batterie tous les trois à cinq ans.
precaution-ups-do = Vérifier l’onduleur
precaution-screen-lock = Les écrans et les téléphones se verrouillent seuls
precaution-screen-lock-why = En moins de cinq minutes, avec un code : une session ouverte devant un écran libre ne se chiffre pas.
precaution-screen-lock-do = Vérifier le verrouillage des écrans et des téléphones
precaution-somebody-knows = Une personne de confiance sait où sont les enveloppes
precaution-somebody-knows-why = Elle n’a pas besoin des mots de passe aujourd’hui. Le jour venu, elle doit pouvoir les trouver.
precaution-somebody-knows-do = Dire à une personne de confiance où sont les enveloppes
precaution-drill = Une restauration a été essayée sur une autre machine
precaution-drill-why = Avec le papier et une sauvegarde, rien d’autre. C’est la seule preuve que la famille retrouverait ses données.
precaution-drill-do = Essayer une restauration sur une autre machine
precaution-disposal = Les disques et machines partis ont été effacés
precaution-disposal-why = Un disque chiffré se jette en détruisant sa clé ; un autre s’efface en entier. Notez les numéros de série de ce que vous avez.
precaution-disposal-do = Effacer les disques et machines qui partent
