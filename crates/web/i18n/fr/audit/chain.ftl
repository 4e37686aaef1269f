# Un journal dont la chaîne est rompue.
chain-household = Le journal du foyer a été altéré
chain-household-why = L’entrée { $seq } ne suit plus les précédentes. Vos chiffres restent lisibles ; rien n’est plus écrit et personne ne peut se connecter, jusqu’à ce que quelqu’un prenne acte de l’altération.
chain-household-do = Gardez une copie du dossier de données, comparez-la à la dernière sauvegarde vérifiée, puis, sur la machine :
chain-household-ask = Prévenez la personne qui administre le foyer.
chain-books = Le journal de cet espace a été altéré
chain-books-why = L’entrée { $seq } ne suit plus les précédentes. Cet espace reste lisible ; rien n’y est plus écrit jusqu’à ce que son propriétaire prenne acte de l’altération.
chain-books-cut = Un fichier plus ancien a pris la place de cet espace
chain-books-cut-why = Son journal s’arrête avant l’entrée { $seq }, qui avait pourtant été vue : cet espace a été remplacé par une copie plus ancienne, ou sa fin a été coupée. Il reste lisible ; rien n’y est plus écrit jusqu’à ce que son propriétaire en prenne acte.
chain-books-do = Avant d’en prendre acte, faites garder une copie du dossier de données et comparez votre espace à la dernière sauvegarde vérifiée. Ce qui a été trouvé est conservé, une nouvelle chaîne commence, et une modification dont le détail a été altéré ne s’annule plus.
chain-books-look = Voir les modifications
chain-books-resume = Prendre acte et reprendre
