# Household → Health.
health-title = Health
health-what = What the installation depends on: keys, files, clock, disk, backups, components. This check reads no space and calls no other machine.
health-well = Nothing to report
health-well-quick = Keys, file permissions, disk, clock, logs and backups were checked.
health-well-full = The bytes of all files were re-read as well.
health-all = Checked: keys, file permissions, files and their integrity, schemas, disk space, clock, TLS certificate, logs, backups and their verification, components and their known vulnerabilities, machines called. What is not named above is in order.
health-full = Re-read all files
health-full-what = The full check reads every byte of the closed files and compares them with their digests: a few seconds per gigabyte.
health-looked = Checked on { $at }
health-findings = To fix
health-facts = Readings
health-fact = Measure
health-value = Value
health-link = Keys, files, clock, disk, backups, components, and what to do.
care-title = Maintenance
severity-notice = Good to know
severity-warning = To do
severity-critical = Now

doctor-checked-pecule = Pécule version
doctor-checked-sqlite = SQLite
doctor-checked-sqlcipher = SQLCipher
doctor-checked-cryptography = Encryption
doctor-checked-schema-household = Household schema
doctor-checked-schema-books = Space schema
doctor-checked-components = Program components
doctor-checked-advisories-as-of = Known vulnerabilities as of
doctor-checked-people = People
doctor-checked-books = Spaces
doctor-checked-bytes = Data size
doctor-checked-free-bytes = Free disk space
doctor-checked-journal-entries = Entries in the household’s activity log
doctor-checked-last-backup = Latest backup
doctor-checked-last-proof = Latest verification of a backup
doctor-checked-certificate-until = TLS certificate valid until
doctor-checked-hosts = Machines called, and the last day

doctor-no-keys = There are no keys in { $path }.
doctor-no-keys-do = Check the data folder, or create the keys: pecule keygen --data { $path }
doctor-cannot-open = The installation does not open: { $why }
doctor-cannot-open-do = Delete nothing. Fix what is named, or restore the last verified backup.
doctor-loose-mode = { $others ->
    [0] Other users of this machine can reach { $path } (mode { $mode }).
    [one] Other users of this machine can reach { $path } (mode { $mode }) and one more file.
   *[other] Other users of this machine can reach { $path } (mode { $mode }) and { $others } more files.
}
doctor-loose-mode-do = Close it to others: chmod -R go-rwx followed by the data folder.
doctor-clock-behind = The file { $path } is dated in the future: this machine’s clock is slow, or was.
doctor-clock-behind-do = Set the machine’s time by NTP; the dates of the activity log and of backups depend on it.
doctor-clock-set-back = The last entry of the activity log is dated in the future: the clock was set back.
doctor-clock-set-back-do = Set the machine’s time by NTP, then look at the activity log around that entry.
doctor-kit-on-disk = The household kit is still on this disk: { $path }.
doctor-kit-on-disk-do = Print it, keep it away from this machine, then delete the file: it opens the backups.
doctor-left-over = { $others ->
    [0] Interrupted work left { $path } behind.
    [one] Interrupted work left { $path } and one more file behind.
   *[other] Interrupted work left { $path } and { $others } more files behind.
}
doctor-left-over-do = If everything has worked for a week, delete it.
doctor-kept-copy = { $others ->
    [0] The copy { $path }, made before an upgrade or a renewal of keys, is still there.
    [one] The copy { $path }, made before an upgrade or a renewal of keys, is still there, and one more.
   *[other] The copy { $path }, made before an upgrade or a renewal of keys, is still there, and { $others } more.
}
doctor-kept-copy-do = Everything has worked for a week: delete it.
doctor-damaged-copy = { $others ->
    [0] The damaged file { $path } ({ $megabytes } MB), set aside when a space was restored, has been kept since { $days ->
        [0] today
        [one] yesterday
       *[other] { $days } days ago
    }.
   *[other] The damaged file { $path } ({ $megabytes } MB) and { $others ->
        [one] another one
       *[other] { $others } others
    }, set aside when spaces were restored, have been kept, the first since { $days ->
        [0] today
        [one] yesterday
       *[other] { $days } days ago
    }.
}
doctor-damaged-copy-do = Keep it until you are sure that nothing is missing from this space, then delete it.
doctor-key-beside-data = The machine’s key is next to the data that it protects.
doctor-key-beside-data-do = Move it to the system’s credentials (LoadCredentialEncrypted), a container secret or another medium, and encrypt the disk.
doctor-disk-space = { $megabytes } MB are left on the disk of { $path }: a backup needs as much space as the data.
doctor-disk-space-do = Free some space, or move the backups to another disk.
doctor-household-damaged = The household’s file is damaged: { $why }
doctor-household-damaged-do = Stop the program, copy the folder as it is, then restore the last verified backup.
doctor-read-only = { $path } has been read-only since damage was found in it.
doctor-read-only-do = Stop the program, copy the folder as it is, then restore the last verified backup.
doctor-journal-broken = The household’s activity log does not verify: { $why }
doctor-journal-broken-do = Compare with the head of the log in the latest backup: pecule audit verify says where the chain breaks.
doctor-books-missing = The space file { $path } is missing or empty.
doctor-books-missing-do = Put the file back in its place, or restore the last verified backup.
doctor-books-in-the-clear = The space file { $path } is not encrypted: it is not one of Pécule’s.
doctor-books-in-the-clear-do = Put this file aside and restore the last verified backup.
doctor-books-changed = The space file { $path } is not the one that was closed.
doctor-books-changed-do = Find out who wrote to the folder; otherwise the disk damaged it: restore the last verified backup.
doctor-admin-without-second-factor = An administrator of the household has no second factor.
doctor-admin-without-second-factor-do = Add it in Settings.
doctor-no-backup = There is no backup yet.
doctor-no-backup-do = Make one in Household, then keep a copy of it elsewhere.
doctor-backup-old = { $days ->
    [0] The latest backup is more than a day old.
    [one] The latest backup is more than a day old.
   *[other] The latest backup is { $days } days old.
}
doctor-backup-old-do = Make one now, and check that the machine is on at the scheduled time.
doctor-backup-failed = The latest backup attempt failed.
doctor-backup-failed-do = The Backups page says why; fix it, then try again.
doctor-backup-never-proven = No backup has been verified yet.
doctor-backup-never-proven-do = Start a restore drill in Household: a backup that was never read back is not one.
doctor-backup-unproven = { $days ->
    [one] The last verified backup was verified a day ago.
   *[other] The last verified backup was verified { $days } days ago.
}
doctor-backup-unproven-do = Start a restore drill in Household.
doctor-drill-failed = The latest restore drill failed.
doctor-drill-failed-do = Make a new backup and verify it; keep the older ones until then.
doctor-target-failing = The target “{ $name }” is failing ({ $times } times in a row).
doctor-target-failing-do = The targets page says why; fix it, then test it.
doctor-backups-not-elsewhere = All backups are on this machine.
doctor-backups-not-elsewhere-do = Add a target on another medium, elsewhere.
doctor-certificate-ends = { $days ->
    [0] The TLS certificate has expired.
    [one] The TLS certificate expires in a day.
   *[other] The TLS certificate expires in { $days } days.
}
doctor-certificate-ends-do = Renew it, then restart the program.
doctor-served-in-the-clear = Pécule answers other machines without encryption: passwords and figures can be read on this network.
doctor-served-in-the-clear-do = Create a certificate with `pecule tls init` or provide yours, then start without --allow-plain-http.
doctor-no-bill = This program’s list of components is missing.
doctor-no-bill-do = Rebuild it from its sources with cargo.
doctor-no-advisories = The components were not compared with known vulnerabilities: there is no list.
doctor-no-advisories-do = Put advisories.json, which comes with each release, into the data folder. Nothing is ever fetched.
doctor-advisories-unreadable = The list of known vulnerabilities { $path } cannot be read.
doctor-advisories-unreadable-do = Replace it with the one from a recent release, or with a copy of the RustSec database.
doctor-advisories-old = The list of known vulnerabilities ends on { $day }.
doctor-advisories-old-do = Replace it with the one from a newer release.
doctor-advisory = { $package }: { $title } ({ $id }).
doctor-advisory-do = Upgrade to a version of Pécule that fixes it; docs/security/dependencies.md says how soon there is one.
doctor-messages-failing = Notifications cannot be sent ({ $times } times in a row).
doctor-messages-failing-do = The Notifications page says why; fix it, then test it.
doctor-messages-wait = The notification server awaits confirmation: the household was restored.
doctor-messages-wait-do = Give access to the server again on the Notifications page.
