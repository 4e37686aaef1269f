# A connection without encryption.
plain-http-title = Unencrypted connection
plain-http-heading = From another machine, this connection is not encrypted
plain-http-why = A password typed here could be read on the network. Pécule therefore refuses any sign-in this way.
plain-http-what-to-do = What to do
plain-http-local = Open Pécule on the machine itself, at http://localhost:8017.
plain-http-tunnel = Or go through an encrypted tunnel, then open http://localhost:8017 here:
plain-http-machine = person@machine
plain-http-band = This connection is not encrypted: others on this network can read your passwords and figures.
plain-http-own = Or encrypt the connection: “pecule tls init” on the machine, then restart Pécule.
