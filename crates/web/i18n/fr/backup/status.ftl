# Ce que l’accueil dit des sauvegardes.
backup-status-members-elsewhere = Vos espaces sont sauvegardés ailleurs, vérifiés le { $day }.
backup-status-members-here = Vos espaces sont sauvegardés sur cette machine seulement, vérifiés le { $day }.
backup-status-members-unproven = Vos espaces sont sauvegardés. La sauvegarde n’est pas encore vérifiée.
backup-status-members-none = Vos espaces ne sont pas encore sauvegardés.
backup-status-members-late = Aucune sauvegarde n’a été vérifiée depuis plus de 8 jours. Parlez-en à la personne qui administre le foyer.
backup-status-elsewhere = gardée ailleurs
backup-status-not-elsewhere = rien ailleurs
backup-status-trouble = { $count ->
    [one] une destination demande votre attention
   *[other] { $count } destinations demandent votre attention
}
backup-status-see = Sauvegardes
