# The passphrase that is asked for at start.
unlock-title = Pécule is locked
unlock-heading = Pécule waits for its passphrase
unlock-what = A passphrase protects the key of this installation. Whoever runs the household types it here after each start.
unlock-passphrase = Passphrase
unlock-open = Unlock
unlock-fault = Still locked
unlock-wrong = This is not the passphrase. Check caps lock, then try again.
unlock-broken = The passphrase is right, but the installation does not open: the server’s log says why.
unlock-elsewhere = This connection is not encrypted: open this page on the machine itself, or over https.
