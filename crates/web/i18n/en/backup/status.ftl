# What the home page says of backups.
backup-status-members-elsewhere = Your books are backed up elsewhere, proven on { $day }.
backup-status-members-here = Your books are backed up on this machine only, proven on { $day }.
backup-status-members-unproven = Your books are backed up. The backup is not proven yet.
backup-status-members-none = Your books are not backed up yet.
backup-status-members-late = No backup has been proven for more than 8 days. Talk to whoever runs the household.
backup-status-elsewhere = kept elsewhere
backup-status-not-elsewhere = nothing elsewhere
backup-status-trouble = { $count ->
    [one] one place wants your attention
   *[other] { $count } places want your attention
}
backup-status-see = Backups
