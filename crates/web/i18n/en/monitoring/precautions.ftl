# Precautions.
precautions-title = Precautions
precautions-link = Encrypted disk, paper, two locations, yearly drill: when done, when to check again.
precautions-what = What the program cannot do for you. Each line keeps the day it was done, and comes back on Home when it is time to check again.
precautions-done = { $done ->
    [one] { $done } precaution taken of { $all }
   *[other] { $done } precautions taken of { $all }
}
precautions-done-on = Done on { $day }
precautions-not-yet = Not yet
precautions-remind-on = reminder on { $day }
precautions-take = Done
precautions-reopen = To be redone
precautions-remind = Remind me
precautions-day = Date of the reminder
precautions-day-none = Without a date there is no reminder.
precautions-remind-save = Save the reminder
precautions-home = Time to check again.
precaution-encrypted-disk = The machine’s disk is encrypted
precaution-encrypted-disk-why = LUKS, BitLocker or FileVault: file names and the machine’s key are then safe from a thief. Set a start-up password as well.
precaution-encrypted-disk-do = Encrypt the machine’s disk
precaution-key-elsewhere = The machine’s key is kept away from the data
precaution-key-elsewhere-why = In the system’s credentials, a container secret or on a USB key: anyone who copies the folder cannot even try.
precaution-key-elsewhere-do = Move the machine’s key away from the data
precaution-paper-kit = The kit and the recovery codes are in envelopes
precaution-paper-kit-why = Printed, dated, sealed, away from the machine: a safe, a notary, a relative. Without them, a forgotten password is lost.
precaution-paper-kit-do = Check the kit and the recovery codes in their envelopes
precaution-two-sites = Backups are on two media, in two locations
precaution-two-sites-why = One unplugged disk here, another elsewhere: fire, water and theft do not reach both. Plug them in and read them every six months.
precaution-two-sites-do = Check the backups on two media, in two locations
precaution-ups = A UPS keeps the machine running during a power cut
precaution-ups-why = The files survive a power cut; disks do not always. Change the battery every three to five years.
precaution-ups-do = Check the UPS
precaution-screen-lock = Screens and phones lock themselves
precaution-screen-lock-why = Within five minutes, with a code: no encryption helps with a session left open on an unattended screen.
precaution-screen-lock-do = Check that screens and phones lock themselves
precaution-somebody-knows = Someone you trust knows where the envelopes are
precaution-somebody-knows-why = They need no password today. When the day comes they must be able to find them.
precaution-somebody-knows-do = Tell someone you trust where the envelopes are
precaution-drill = A restore has been tried on another machine
precaution-drill-why = With the paper and a backup, nothing else. It is the only proof that the family would recover its data.
precaution-drill-do = Try a restore on another machine
precaution-disposal = Disks and machines disposed of were erased
precaution-disposal-why = An encrypted disk is disposed of by destroying its key; any other is erased completely. Note the serial numbers of what you own.
precaution-disposal-do = Erase disks and machines before disposal
