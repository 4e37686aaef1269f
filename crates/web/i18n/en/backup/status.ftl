# What the home page says of backups.
backup-status-members-elsewhere = Your spaces are backed up elsewhere, verified on { $day }.
backup-status-members-here = Your spaces are backed up on this machine only, verified on { $day }.
backup-status-members-unproven = Your spaces are backed up. The backup has not been verified yet.
backup-status-members-none = Your spaces are not backed up yet.
backup-status-members-late = No backup has been verified for more than 8 days. Talk to the household’s administrator.
backup-status-elsewhere = kept elsewhere
backup-status-not-elsewhere = nothing elsewhere
backup-status-trouble = { $count ->
    [one] one target needs your attention
   *[other] { $count } targets need your attention
}
backup-status-see = Backups
