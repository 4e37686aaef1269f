# Les pages du journal d’activité, et sa vérification.
journal-title = Journal d’activité du foyer
journal-what = Accès, personnes, clés, sauvegardes, réglages. Le patrimoine de chacun n’y figure pas.
journal-own-title = Journal de vos accès
journal-own-what = Ce que vous avez fait dans le foyer, et ce qui vous concerne.
journal-when = Quand
journal-who = Qui
journal-event = Quoi
journal-where = D’où
journal-nobody = le programme
journal-gone = une personne retirée
journal-refused = refusé
journal-failed = échoué
journal-unknown-name = nom inconnu
journal-unknown-event = Autre entrée : { $action }
journal-none = Aucune entrée ne correspond
journal-none-why = Élargissez la sélection pour en voir d’autres.
journal-all = Tout voir
journal-filter = Filtrer
journal-filter-person = Personne
journal-filter-anybody = toutes
journal-filter-kind = Type
journal-filter-any = toutes
journal-filter-from = Du
journal-filter-until = Au
journal-filter-go = Afficher
journal-of-session = Seule une session est affichée.
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
journal-whole = Le journal est intact
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
journal-how-code = son contenu a été modifié
journal-how-anchor = ce n’est pas l’entrée que le repère annonce
journal-how-cut = la fin du journal a été coupée
journal-how-unreadable = elle n’est plus lisible
journal-how-images = le détail conservé pour l’annulation a été modifié
journal-back = Revenir au journal
journal-books-verify = Vérifier le journal de cet espace
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
journal-filter-books = Espace
journal-how-segment = un mois scellé n’est plus ce qui a été scellé
journal-how-before = ce qui précède la reprise n’est plus ce qui y était
journal-retention = Conservation
journal-retention-title = Conservation du journal
journal-retention-change = Modifier
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
journal-keep_months-hint = De 24 à 1 200 ; vide : ne rien retirer. Les douze derniers mois scellés restent toujours, et chaque retrait figure au journal.
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
