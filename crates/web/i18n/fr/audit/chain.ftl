# Un journal dont la chaîne est rompue.
chain-household = Le journal du foyer a été altéré
chain-household-why = L’entrée { $seq } ne suit plus les précédentes. Vos chiffres restent lisibles ; rien n’est plus écrit et personne ne peut se connecter, jusqu’à ce que quelqu’un prenne acte de l’altération.
chain-household-do = Gardez une copie du dossier de données, comparez-la à la dernière sauvegarde éprouvée, puis, sur la machine :
chain-household-ask = Prévenez la personne qui administre le foyer.
chain-books = Le journal de ces livres a été altéré
chain-books-why = L’entrée { $seq } ne suit plus les précédentes. Ces livres restent lisibles ; rien n’y est plus écrit jusqu’à ce que leur propriétaire prenne acte de l’altération.
chain-books-cut = Un fichier plus ancien a pris la place de ces livres
chain-books-cut-why = Leur journal s’arrête avant l’entrée { $seq }, qui avait pourtant été vue : ces livres ont été remplacés par une copie plus ancienne, ou leur fin a été coupée. Ils restent lisibles ; rien n’y est plus écrit jusqu’à ce que leur propriétaire en prenne acte.
chain-books-do = Avant d’en prendre acte, faites garder une copie du dossier de données et comparez vos livres à la dernière sauvegarde éprouvée. Ce qui a été trouvé est conservé, une nouvelle chaîne commence, et un changement dont le détail a été altéré ne s’annule plus.
chain-books-look = Voir les changements
chain-books-resume = Prendre acte et reprendre
