# What the home page says of backups.
safety-members-elsewhere = Your books are backed up elsewhere, proven on { $day }.
safety-members-here = Your books are backed up on this machine only, proven on { $day }.
safety-members-unproven = Your books are backed up. The backup is not proven yet.
safety-members-none = Your books are not backed up yet.
safety-members-late = No backup has been proven for more than 8 days. Talk to whoever runs the household.
safety-elsewhere = kept elsewhere
safety-not-elsewhere = nothing elsewhere
safety-trouble = { $count ->
    [one] one place wants your attention
   *[other] { $count } places want your attention
}
safety-see = Backups
