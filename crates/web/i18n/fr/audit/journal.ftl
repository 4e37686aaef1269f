# Les pages du journal d’activité, et sa vérification.
journal-title = Journal du foyer
journal-what = Les accès, les personnes, les clés, les sauvegardes, les réglages. Rien de ce que chacun possède n’y figure.
journal-own-title = Journal de vos accès
journal-own-what = Ce que vous avez fait dans le foyer, et ce qui y a été fait à votre sujet.
journal-when = Quand
journal-who = Qui
journal-event = Quoi
journal-where = D’où
journal-nobody = le programme
journal-gone = une personne retirée
journal-refused = refus
journal-failed = échec
journal-unknown-name = nom inconnu
journal-unknown-event = Autre entrée : { $action }
journal-none = Aucune entrée ne correspond
journal-none-why = Élargissez le choix pour en voir d’autres.
journal-all = Tout voir
journal-filter = Choisir
journal-filter-person = Personne
journal-filter-anybody = toutes
journal-filter-kind = Sorte
journal-filter-any = toutes
journal-filter-from = Du
journal-filter-until = Au
journal-filter-go = Afficher
journal-of-session = Une seule session est montrée.
journal-session = Toute la session
journal-older = Plus anciennes
journal-latest = Les plus récentes
journal-export-csv = Exporter en CSV
journal-export-jsonl = Exporter en lignes JSON
journal-head = Fin du journal : { $mac }…, { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}. Notez-la ailleurs : une entrée réécrite ou coupée avant elle se verrait.
journal-verify = Vérifier le journal
journal-verify-title = Vérification du journal
journal-whole = Le journal est entier
journal-whole-what = { $count ->
    [one] { $count } entrée vérifiée
   *[other] { $count } entrées vérifiées
}, de la première ({ $from }) à la dernière ({ $until }).
journal-whole-empty = Il n’y a encore aucune entrée.
journal-anchored = Un repère noté à part confirme le journal jusqu’à l’entrée { $seq }.
journal-not-anchored = Sans repère noté ailleurs, une fin coupée ou réécrite avec la clé du journal ne se verrait pas : comparez avec une sauvegarde, ou avec un fichier de repères.
journal-broken-what = À l’entrée { $seq } : { $how }. Tout ce qui précède est intact ({ $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}).
journal-how-gap = des entrées manquent ou ont été ajoutées
journal-how-link = elle ne suit pas celle qui la précède
journal-how-code = son contenu a été changé
journal-how-anchor = ce n’est pas l’entrée que le repère annonce
journal-how-cut = la fin du journal a été coupée
journal-how-unreadable = elle ne se lit plus
journal-how-images = le détail gardé pour l’annulation a été changé
journal-back = Revenir au journal
journal-books-verify = Vérifier le journal de ces livres
journal-kind-access = accès
journal-kind-people = personnes et droits
journal-kind-keys = mots de passe et clés
journal-kind-sharing = partage
journal-kind-backups = sauvegardes
journal-kind-exports = exports
journal-kind-system = programme
journal-kind-refused = refus
origin-this-machine = cette machine
origin-local-network = réseau local
origin-command-line = ligne de commande
journal-link = Qui a fait quoi dans le foyer, et la vérification du journal.
journal-own-link = Vos connexions, vos mots de passe, vos exports.
journal-filter-books = Livres
journal-how-segment = un mois scellé n’est plus ce qui a été scellé
journal-how-before = ce qui précède la reprise n’est plus ce qui y était
journal-retention = Conservation
journal-retention-title = Conservation du journal
journal-retention-change = Changer
journal-retention-seals = Les entrées de plus de { $months ->
    [one] { $months } mois
   *[other] { $months } mois
} sont scellées, par mois entiers.
journal-retention-keeps = Un mois scellé est retiré après { $months ->
    [one] { $months } mois
   *[other] { $months } mois
}.
journal-retention-for-ever = Rien n’est jamais retiré.
journal-months = mois
journal-seal_after_months = Sceller après
journal-seal_after_months-hint = De 4 à 120. Un mois scellé quitte la liste et reste vérifié, dans les sauvegardes comme ici.
journal-keep_months = Retirer après
journal-keep_months-hint = De 24 à 1 200 ; vide : ne rien retirer. Les douze derniers mois scellés restent toujours, et chaque retrait figure au journal.
journal-keep-fixed = La configuration en décide (journal-keep-months).
journal-segments = { $count ->
    [one] { $count } mois scellé
   *[other] { $count } mois scellés
}
journal-segment = Mois scellé
journal-segment-entries = Entrées
journal-segment-sealed = Scellé le
journal-segment-take = Télécharger
journal-segment-removed = retiré le { $day }
journal-segments-walked = { $count ->
    [one] { $count } mois scellé parcouru
   *[other] { $count } mois scellés parcourus
}{ $removed ->
    [0] .
    [one] , dont { $removed } retiré.
   *[other] , dont { $removed } retirés.
}
journal-anew = La chaîne reprend à l’entrée { $seq }, après une altération dont quelqu’un a pris acte. Ce qui précède est gardé tel quel.
