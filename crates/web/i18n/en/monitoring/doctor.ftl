# Household → Health.
health-title = Health
health-what = What the installation stands on: keys, files, clock, disk, backups, components. Nothing here reads anyone’s books, and no other machine is called.
health-well = Nothing to report
health-well-quick = Keys, modes, disk, clock, journals and backups were looked at.
health-well-full = The bytes of all files were read again as well.
health-all = Looked at: the keys, the modes, the files and their integrity, the schemas, the room on the disk, the clock, the TLS certificate, the journals, the backups and their proof, the components and their known weaknesses, the machines called. What is not named above is in order.
health-full = Read all files again
health-full-what = The full examination reads every byte of the closed files and compares them with their digests: a few seconds for each gigabyte.
health-looked = Looked at on { $at }
health-findings = To look at
health-facts = What was looked up
health-fact = Fact
health-value = Value
health-link = Keys, files, clock, disk, backups, components, and what to do.
care-title = Care
severity-notice = Good to know
severity-warning = To do
severity-critical = Now

doctor-checked-pecule = Version of Pécule
doctor-checked-sqlite = SQLite
doctor-checked-sqlcipher = SQLCipher
doctor-checked-cryptography = Encryption
doctor-checked-schema-household = Schema of the household
doctor-checked-schema-books = Schema of books
doctor-checked-components = Components of the program
doctor-checked-advisories-as-of = Weaknesses known on
doctor-checked-people = People
doctor-checked-books = Books
doctor-checked-bytes = Size of the data
doctor-checked-free-bytes = Room left on the disk
doctor-checked-journal-entries = Entries in the household’s journal
doctor-checked-last-backup = Latest backup
doctor-checked-last-proof = Latest proof of a backup
doctor-checked-certificate-until = TLS certificate good until
doctor-checked-hosts = Machines that were called, and the last day

doctor-no-keys = There are no keys in { $path }.
doctor-no-keys-do = Check the data folder, or make the keys: pecule keygen --data { $path }
doctor-cannot-open = The installation does not open: { $why }
doctor-cannot-open-do = Delete nothing. Set right what is named, or restore the last proven backup.
doctor-loose-mode = { $others ->
    [0] Other users of this machine can reach { $path } (mode { $mode }).
    [one] Other users of this machine can reach { $path } (mode { $mode }) and one more file.
   *[other] Other users of this machine can reach { $path } (mode { $mode }) and { $others } more files.
}
doctor-loose-mode-do = Close it to others: chmod -R go-rwx followed by the data folder.
doctor-clock-behind = The file { $path } comes from the future: this machine’s clock is late, or was.
doctor-clock-behind-do = Set the machine’s time by NTP; the dates of the journal and of backups rest on it.
doctor-clock-set-back = The last entry of the journal is dated in the future: the clock was set back.
doctor-clock-set-back-do = Set the machine’s time by NTP, then look at the journal around that entry.
doctor-kit-on-disk = The household kit is still on this disk: { $path }.
doctor-kit-on-disk-do = Print it, keep it away from this machine, then delete the file: it opens the backups.
doctor-left-over = { $others ->
    [0] Work that was cut short has left { $path }.
    [one] Work that was cut short has left { $path } and one more file.
   *[other] Work that was cut short has left { $path } and { $others } more files.
}
doctor-left-over-do = If everything has worked for a week, delete it.
doctor-kept-copy = { $others ->
    [0] The copy { $path }, made before an upgrade or a renewal of keys, is still there.
    [one] The copy { $path }, made before an upgrade or a renewal of keys, is still there, and one more.
   *[other] The copy { $path }, made before an upgrade or a renewal of keys, is still there, and { $others } more.
}
doctor-kept-copy-do = Everything has worked for a week: delete it.
doctor-damaged-copy = { $others ->
    [0] The damaged file { $path } ({ $megabytes } MB), set aside when these books were put back from a backup, has been kept since { $days ->
        [0] today
        [one] yesterday
       *[other] { $days } days ago
    }.
   *[other] The damaged file { $path } ({ $megabytes } MB) and { $others ->
        [one] another one
       *[other] { $others } others
    }, set aside when books were put back from a backup, are kept, the first since { $days ->
        [0] today
        [one] yesterday
       *[other] { $days } days ago
    }.
}
doctor-damaged-copy-do = Keep it until you are sure that nothing is missing in these books, then delete it.
doctor-key-beside-data = The machine’s key lies beside the data that it protects.
doctor-key-beside-data-do = Hand it to the system’s credentials (LoadCredentialEncrypted), to a container’s secret or to another medium, and encrypt the disk.
doctor-disk-space = { $megabytes } MB are left on the disk of { $path }: a backup needs as much room as the data.
doctor-disk-space-do = Free some room, or move the backups to another disk.
doctor-household-damaged = The household’s file is damaged: { $why }
doctor-household-damaged-do = Stop the program, copy the folder as it is, then restore the last proven backup.
doctor-read-only = { $path } is read-only since damage was seen in it.
doctor-read-only-do = Stop the program, copy the folder as it is, then restore the last proven backup.
doctor-journal-broken = The household’s journal does not verify: { $why }
doctor-journal-broken-do = Compare with the head of the journal in the latest backup: pecule journal verify says where the chain breaks.
doctor-books-missing = The file of books { $path } is missing or empty.
doctor-books-missing-do = Put the file back in its place, or restore the last proven backup.
doctor-books-in-the-clear = The file of books { $path } is not encrypted: it is not one of Pécule’s.
doctor-books-in-the-clear-do = Put this file aside and restore the last proven backup.
doctor-books-changed = The file of books { $path } is no longer the one that was put back.
doctor-books-changed-do = Find out who wrote into the folder; otherwise the disk damaged it: restore the last proven backup.
doctor-admin-without-second-factor = Somebody runs the household without a second factor.
doctor-admin-without-second-factor-do = Add it in Settings.
doctor-no-backup = There is no backup yet.
doctor-no-backup-do = Make one in Household, then keep a copy of it elsewhere.
doctor-backup-old = { $days ->
    [0] The latest backup is more than a day old.
    [one] The latest backup is more than a day old.
   *[other] The latest backup is { $days } days old.
}
doctor-backup-old-do = Make one now, and see that the machine is on at the time it is planned for.
doctor-backup-failed = The latest try at a backup failed.
doctor-backup-failed-do = The page of backups says why; set it right, then try again.
doctor-backup-never-proven = No backup was proven yet.
doctor-backup-never-proven-do = Start a restore drill in Household: a backup that was never read back is none.
doctor-backup-unproven = { $days ->
    [one] The latest proof of a backup is a day old.
   *[other] The latest proof of a backup is { $days } days old.
}
doctor-backup-unproven-do = Start a restore drill in Household.
doctor-drill-failed = The latest drill did not prove the backup.
doctor-drill-failed-do = Make a new backup and prove it; keep the older ones until then.
doctor-target-failing = The target “{ $name }” fails ({ $times } times in a row).
doctor-target-failing-do = The page of targets says why; set it right, then try it.
doctor-backups-not-elsewhere = All backups are on this machine.
doctor-backups-not-elsewhere-do = Add a target on another medium, elsewhere.
doctor-certificate-ends = { $days ->
    [0] The TLS certificate has come to its end.
    [one] The TLS certificate ends in a day.
   *[other] The TLS certificate ends in { $days } days.
}
doctor-certificate-ends-do = Renew it, then restart the program.
doctor-served-in-the-clear = Pécule answers other machines in the clear: passwords and figures can be read on this network.
doctor-served-in-the-clear-do = Make a certificate with `pecule tls init` or give yours, then start without --i-know-plain-http.
doctor-no-bill = This program does not know what it is made of.
doctor-no-bill-do = Build it again from its sources with cargo.
doctor-no-advisories = The components were not compared with known weaknesses: there is no list.
doctor-no-advisories-do = Put advisories.json, which comes with each release, into the data folder. Nothing is ever fetched.
doctor-advisories-unreadable = The list of known weaknesses { $path } cannot be read.
doctor-advisories-unreadable-do = Replace it by the one of a recent release, or by a copy of the RustSec database.
doctor-advisories-old = The list of known weaknesses ends on { $day }.
doctor-advisories-old-do = Replace it by the one of a newer release.
doctor-advisory = { $package }: { $title } ({ $id }).
doctor-advisory-do = Move to a version of Pécule in which it is mended; docs/security/dependencies.md says how soon there is one.
doctor-messages-failing = Messages cannot be sent ({ $times } times in a row).
doctor-messages-failing-do = The page Messages says why; set it right, then try.
doctor-messages-wait = The server for messages waits to be confirmed: the household was restored.
doctor-messages-wait-do = Give access to the server again on the page Messages.
