# Ce que l’accueil dit des sauvegardes.
safety-members-elsewhere = Vos livres sont sauvegardés ailleurs, prouvés le { $day }.
safety-members-here = Vos livres sont sauvegardés sur cette machine seulement, prouvés le { $day }.
safety-members-unproven = Vos livres sont sauvegardés. La sauvegarde n’est pas encore prouvée.
safety-members-none = Vos livres ne sont pas encore sauvegardés.
safety-members-late = Aucune sauvegarde n’a été prouvée depuis plus de 8 jours. Parlez-en à la personne qui administre le foyer.
safety-elsewhere = gardée ailleurs
safety-not-elsewhere = rien ailleurs
safety-trouble = { $count ->
    [one] une destination demande votre attention
   *[other] { $count } destinations demandent votre attention
}
safety-see = Sauvegardes
