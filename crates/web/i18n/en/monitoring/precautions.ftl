# Precautions.
precautions-title = Precautions
precautions-link = Encrypted disk, paper, two places, yearly drill: when done, when to look again.
precautions-what = What the program cannot do in your place. Each line keeps the day on which it was done, and comes back on Home when it is time to look at it again.
precautions-done = { $done ->
    [one] { $done } precaution taken of { $all }
   *[other] { $done } precautions taken of { $all }
}
precautions-done-on = Done on { $day }
precautions-not-yet = Not yet
precautions-remind-on = reminder on { $day }
precautions-take = Done
precautions-reopen = No longer so
precautions-remind = Remind me
precautions-day = The day of the reminder
precautions-day-none = Without a day there is no reminder.
precautions-remind-save = Save the reminder
precautions-home = It is time to look at it again.
precaution-encrypted-disk = The disk of the machine is encrypted
precaution-encrypted-disk-why = LUKS, BitLocker or FileVault: the names of files and the machine’s key are then safe from a thief. Set a password for starting it as well.
precaution-encrypted-disk-do = Encrypt the disk of the machine
precaution-key-elsewhere = The machine’s key lies elsewhere than the data
precaution-key-elsewhere-why = In the system’s credentials, a container’s secret or a USB key: whoever copies the folder then cannot even try.
precaution-key-elsewhere-do = Put the machine’s key elsewhere than the data
precaution-paper-kit = The kit and the recovery codes are in envelopes
precaution-paper-kit-why = Printed, dated, closed, away from the machine: a safe, a notary, a relative. Without them a forgotten password is lost.
precaution-paper-kit-do = Check the kit and the recovery codes in their envelopes
precaution-two-sites = Backups are on two media, in two places
precaution-two-sites-why = One unplugged disk here, another elsewhere: fire, water and theft do not reach both. Plug them in and read them every six months.
precaution-two-sites-do = Check the backups on two media, in two places
precaution-ups = A battery keeps the machine up during a power cut
precaution-ups-why = The files survive a power cut; disks do not always. Change the battery every three to five years.
precaution-ups-do = Check the battery
precaution-screen-lock = Screens and phones lock themselves
precaution-screen-lock-why = Within five minutes, with a code: no encryption helps an open session in front of a free screen.
precaution-screen-lock-do = Check that screens and phones lock themselves
precaution-somebody-knows = Somebody you trust knows where the envelopes are
precaution-somebody-knows-why = They need no password today. When the day comes they must be able to find them.
precaution-somebody-knows-do = Tell somebody you trust where the envelopes are
precaution-drill = A restore was tried on another machine
precaution-drill-why = With the paper and a backup, nothing else. It is the only proof that the family would find its books again.
precaution-drill-do = Try a restore on another machine
precaution-disposal = Disks and machines that left were erased
precaution-disposal-why = An encrypted disk is thrown away by destroying its key; any other is erased whole. Note the serial numbers of what you have.
precaution-disposal-do = Erase disks and machines that leave
