# Foyer → Santé.
health-title = Santé
health-what = Ce dont l’installation dépend : clés, fichiers, horloge, disque, sauvegardes, composants. Cet examen ne lit aucun espace et n’appelle aucune autre machine.
health-well = Rien à signaler
health-well-quick = Les clés, les droits des fichiers, le disque, l’horloge, les journaux et les sauvegardes ont été examinés.
health-well-full = Les octets de tous les fichiers ont été relus aussi.
health-all = Ont été examinés : les clés, les droits des fichiers, les fichiers et leur intégrité, les schémas, la place sur le disque, l’horloge, le certificat TLS, les journaux, les sauvegardes et leur vérification, les composants et leurs failles connues, les machines appelées. Ce qui n’est pas nommé ci-dessus est en ordre.
health-full = Relire tous les fichiers
health-full-what = L’examen complet relit chaque octet des fichiers fermés et les compare à leur empreinte : quelques secondes par gigaoctet.
health-looked = Examiné le { $at }
health-findings = À traiter
health-facts = Relevé
health-fact = Mesure
health-value = Valeur
health-link = Clés, fichiers, horloge, disque, sauvegardes, composants, et quoi faire.
care-title = Entretien
severity-notice = À savoir
severity-warning = À faire
severity-critical = Tout de suite

doctor-checked-pecule = Version de Pécule
doctor-checked-sqlite = SQLite
doctor-checked-sqlcipher = SQLCipher
doctor-checked-cryptography = Chiffrement
doctor-checked-schema-household = Schéma du foyer
doctor-checked-schema-books = Schéma des espaces
doctor-checked-components = Composants du programme
doctor-checked-advisories-as-of = Failles connues au
doctor-checked-people = Personnes
doctor-checked-books = Espaces
doctor-checked-bytes = Taille des données
doctor-checked-free-bytes = Place libre sur le disque
doctor-checked-journal-entries = Entrées du journal du foyer
doctor-checked-last-backup = Dernière sauvegarde
doctor-checked-last-proof = Dernière vérification d’une sauvegarde
doctor-checked-certificate-until = Certificat TLS valable jusqu’au
doctor-checked-hosts = Machines appelées, et le dernier jour

doctor-no-keys = Il n’y a pas de clés dans { $path }.
doctor-no-keys-do = Vérifiez le dossier des données, ou créez les clés : pecule keygen --data { $path }
doctor-cannot-open = L’installation ne s’ouvre pas : { $why }
doctor-cannot-open-do = Ne supprimez rien. Corrigez ce qui est nommé, ou restaurez la dernière sauvegarde vérifiée.
doctor-loose-mode = { $others ->
    [0] D’autres utilisateurs de cette machine peuvent atteindre { $path } (mode { $mode }).
    [one] D’autres utilisateurs de cette machine peuvent atteindre { $path } (mode { $mode }) et un autre fichier.
   *[other] D’autres utilisateurs de cette machine peuvent atteindre { $path } (mode { $mode }) et { $others } autres fichiers.
}
doctor-loose-mode-do = Fermez-le aux autres : chmod -R go-rwx suivi du dossier des données.
doctor-clock-behind = Le fichier { $path } vient du futur : l’horloge de cette machine est en retard, ou l’a été.
doctor-clock-behind-do = Mettez la machine à l’heure par NTP ; les dates du journal et des sauvegardes en dépendent.
doctor-clock-set-back = La dernière entrée du journal est datée du futur : l’horloge a été reculée.
doctor-clock-set-back-do = Mettez la machine à l’heure par NTP, puis regardez le journal autour de cette entrée.
doctor-kit-on-disk = Le kit du foyer est encore sur ce disque : { $path }.
doctor-kit-on-disk-do = Imprimez-le, rangez-le loin de cette machine, puis effacez le fichier : il ouvre les sauvegardes.
doctor-left-over = { $others ->
    [0] Un travail interrompu a laissé { $path }.
    [one] Un travail interrompu a laissé { $path } et un autre fichier.
   *[other] Un travail interrompu a laissé { $path } et { $others } autres fichiers.
}
doctor-left-over-do = Si tout fonctionne depuis une semaine, effacez-le.
doctor-kept-copy = { $others ->
    [0] La copie { $path }, faite avant une mise à niveau ou un renouvellement de clés, est toujours là.
    [one] La copie { $path }, faite avant une mise à niveau ou un renouvellement de clés, est toujours là, et une autre aussi.
   *[other] La copie { $path }, faite avant une mise à niveau ou un renouvellement de clés, est toujours là, et { $others } autres aussi.
}
doctor-kept-copy-do = Tout fonctionne depuis une semaine : effacez-la.
doctor-damaged-copy = { $others ->
    [0] Le fichier endommagé { $path } ({ $megabytes } Mo), mis de côté lors de la restauration d’un espace, est conservé depuis { $days ->
        [0] aujourd’hui
        [one] un jour
       *[other] { $days } jours
    }.
   *[other] Le fichier endommagé { $path } ({ $megabytes } Mo) et { $others ->
        [one] un autre
       *[other] { $others } autres
    }, mis de côté lors de la restauration d’espaces, sont conservés, le premier depuis { $days ->
        [0] aujourd’hui
        [one] un jour
       *[other] { $days } jours
    }.
}
doctor-damaged-copy-do = Gardez-le tant que vous n’êtes pas sûr que rien ne manque dans cet espace, puis effacez-le.
doctor-key-beside-data = La clé de la machine est à côté des données qu’elle protège.
doctor-key-beside-data-do = Confiez-la au coffre du système (LoadCredentialEncrypted), à un secret de conteneur ou à un autre support, et chiffrez le disque.
doctor-disk-space = Il reste { $megabytes } Mo sur le disque de { $path } : une sauvegarde a besoin d’autant de place que les données.
doctor-disk-space-do = Libérez de la place, ou déplacez les sauvegardes sur un autre disque.
doctor-household-damaged = Le fichier du foyer est endommagé : { $why }
doctor-household-damaged-do = Arrêtez le programme, copiez le dossier tel quel, puis restaurez la dernière sauvegarde vérifiée.
doctor-read-only = { $path } est en lecture seule depuis qu’un dommage y a été constaté.
doctor-read-only-do = Arrêtez le programme, copiez le dossier tel quel, puis restaurez la dernière sauvegarde vérifiée.
doctor-journal-broken = Le journal du foyer ne se vérifie pas : { $why }
doctor-journal-broken-do = Comparez avec la tête du journal dans la dernière sauvegarde : pecule audit verify dit où la chaîne casse.
doctor-books-missing = Le fichier d’espace { $path } manque ou est vide.
doctor-books-missing-do = Remettez le fichier à sa place, ou restaurez la dernière sauvegarde vérifiée.
doctor-books-in-the-clear = Le fichier d’espace { $path } n’est pas chiffré : il n’est pas de Pécule.
doctor-books-in-the-clear-do = Mettez ce fichier de côté et restaurez la dernière sauvegarde vérifiée.
doctor-books-changed = Le fichier d’espace { $path } n’est plus celui qui a été refermé.
doctor-books-changed-do = Cherchez qui a écrit dans le dossier ; sinon le disque l’a endommagé : restaurez la dernière sauvegarde vérifiée.
doctor-admin-without-second-factor = Quelqu’un administre le foyer sans second facteur.
doctor-admin-without-second-factor-do = Ajoutez-le dans Réglages.
doctor-no-backup = Il n’y a encore aucune sauvegarde.
doctor-no-backup-do = Faites-en une dans Foyer, puis gardez-en une copie ailleurs.
doctor-backup-old = { $days ->
    [0] La dernière sauvegarde a plus d’un jour.
    [one] La dernière sauvegarde a plus d’un jour.
   *[other] La dernière sauvegarde a { $days } jours.
}
doctor-backup-old-do = Faites-en une maintenant, et vérifiez que la machine est allumée à l’heure prévue.
doctor-backup-failed = La dernière tentative de sauvegarde a échoué.
doctor-backup-failed-do = La page des sauvegardes en donne la cause ; corrigez, puis recommencez.
doctor-backup-never-proven = Aucune sauvegarde n’a encore été vérifiée.
doctor-backup-never-proven-do = Lancez un test de restauration dans Foyer : une sauvegarde qui n’a pas été relue n’en est pas une.
doctor-backup-unproven = { $days ->
    [one] La dernière sauvegarde vérifiée l’a été il y a un jour.
   *[other] La dernière sauvegarde vérifiée l’a été il y a { $days } jours.
}
doctor-backup-unproven-do = Lancez un test de restauration dans Foyer.
doctor-drill-failed = Le dernier test de restauration a échoué.
doctor-drill-failed-do = Faites une nouvelle sauvegarde et vérifiez-la ; gardez les anciennes jusque-là.
doctor-target-failing = La destination « { $name } » échoue ({ $times } fois de suite).
doctor-target-failing-do = La page des destinations en donne la cause ; corrigez, puis essayez-la.
doctor-backups-not-elsewhere = Toutes les sauvegardes sont sur cette machine.
doctor-backups-not-elsewhere-do = Ajoutez une destination sur un autre support, ailleurs.
doctor-certificate-ends = { $days ->
    [0] Le certificat TLS est arrivé à son terme.
    [one] Le certificat TLS se termine dans un jour.
   *[other] Le certificat TLS se termine dans { $days } jours.
}
doctor-certificate-ends-do = Renouvelez-le, puis redémarrez le programme.
doctor-served-in-the-clear = Pécule répond en clair à d’autres machines : sur ce réseau, on peut lire mots de passe et chiffres.
doctor-served-in-the-clear-do = Faites un certificat par « pecule tls init » ou donnez le vôtre, puis démarrez sans --allow-plain-http.
doctor-no-bill = La liste des composants de ce programme manque.
doctor-no-bill-do = Reconstruisez-le depuis ses sources avec cargo.
doctor-no-advisories = Les failles connues des composants n’ont pas été comparées : il n’y a pas de liste.
doctor-no-advisories-do = Posez advisories.json, livré avec chaque version, dans le dossier des données. Rien n’est jamais téléchargé.
doctor-advisories-unreadable = La liste des failles connues { $path } ne se lit pas.
doctor-advisories-unreadable-do = Remplacez-la par celle d’une version récente, ou par une copie de la base RustSec.
doctor-advisories-old = La liste des failles connues s’arrête au { $day }.
doctor-advisories-old-do = Remplacez-la par celle d’une version plus récente.
doctor-advisory = { $package } : { $title } ({ $id }).
doctor-advisory-do = Passez à une version de Pécule où c’est corrigé ; docs/security/dependencies.md dit sous quel délai elle paraît.
doctor-messages-failing = Les notifications ne partent pas ({ $times } fois de suite).
doctor-messages-failing-do = La page Notifications en donne la cause ; corrigez, puis essayez.
doctor-messages-wait = Le serveur de notifications attend d’être confirmé : le foyer a été restauré.
doctor-messages-wait-do = Donnez de nouveau l’accès au serveur sur la page Notifications.
