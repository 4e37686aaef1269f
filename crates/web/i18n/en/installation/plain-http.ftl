# A connection without encryption.
clear-title = Connection in the clear
clear-heading = From another machine, this connection is not encrypted
clear-why = A password typed here could be read on the network. Pécule therefore lets nobody in this way.
clear-what-to-do = What to do
clear-local = Open Pécule on the machine itself, at http://localhost:8017.
clear-tunnel = Or go through an encrypted tunnel, then open http://localhost:8017 here:
clear-machine = person@machine
clear-band = This connection is not encrypted: others on this network can read your passwords and figures.
clear-band-label = Connection in the clear
clear-own = Or encrypt the connection: “pecule tls init” on the machine, then start Pécule again.
