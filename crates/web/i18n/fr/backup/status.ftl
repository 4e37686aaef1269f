# Ce que l’accueil dit des sauvegardes.
backup-status-members-elsewhere = Vos livres sont sauvegardés ailleurs, prouvés le { $day }.
backup-status-members-here = Vos livres sont sauvegardés sur cette machine seulement, prouvés le { $day }.
backup-status-members-unproven = Vos livres sont sauvegardés. La sauvegarde n’est pas encore prouvée.
backup-status-members-none = Vos livres ne sont pas encore sauvegardés.
backup-status-members-late = Aucune sauvegarde n’a été prouvée depuis plus de 8 jours. Parlez-en à la personne qui administre le foyer.
backup-status-elsewhere = gardée ailleurs
backup-status-not-elsewhere = rien ailleurs
backup-status-trouble = { $count ->
    [one] une destination demande votre attention
   *[other] { $count } destinations demandent votre attention
}
backup-status-see = Sauvegardes
