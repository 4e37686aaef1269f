# The passphrase that is asked for at start.
unlock-title = Pécule is locked
unlock-heading = Pécule is waiting for its passphrase
unlock-what = A passphrase protects the key of this installation. The household’s administrator enters it here after each start.
unlock-passphrase = Passphrase
unlock-open = Unlock
unlock-fault = Still locked
unlock-wrong = Wrong passphrase. Check Caps Lock, then try again.
unlock-broken = The passphrase is correct, but the installation does not open: the server log says why.
unlock-elsewhere = This connection is not encrypted: open this page on the machine itself, or over https.
