//! What each command is, for the access matrix: a command that is missing here fails the matrix.

/// A command as it is typed, and who may do it.
pub(crate) struct Row {
    pub(crate) leaf: &'static str,
    /// What is typed behind it; `{b}` is the identity of the books with the marks, `{backup}` a backup.
    pub(crate) more: &'static str,
    /// Who may: `o` an owner, `j` another owner, `r` a reader, `m` another member, `a` whoever runs the
    /// household; for commands of the machine the numbers that they may end with.
    pub(crate) may: &'static str,
    /// Who is not asked, since it was done by then or would undo what others are asked.
    pub(crate) skips: &'static str,
    /// Whether those to whom the books were granted see something of them.
    pub(crate) shows: bool,
}

const fn row(leaf: &'static str, more: &'static str, may: &'static str) -> Row {
    Row { leaf, more, may, skips: "", shows: false }
}

/// What shows something of the books.
const fn look(leaf: &'static str, more: &'static str, may: &'static str) -> Row {
    Row { shows: true, ..row(leaf, more, may) }
}

/// What is done once.
const fn once(
    leaf: &'static str,
    more: &'static str,
    may: &'static str,
    skips: &'static str,
) -> Row {
    Row { skips, ..row(leaf, more, may) }
}

/// What somebody does, in this order.
pub(crate) const PEOPLE: &[Row] = &[
    look("report breakdown", "--by bank --books {b}", "ojr"),
    look("report assets", "--books {b}", "ojr"),
    look("report accounts", "--books {b}", "ojr"),
    look("report holdings", "--books {b}", "ojr"),
    look("report summary", "--books {b}", "ojr"),
    row("report summary", "--books household --json", "ojrma"),
    row("report holdings", "", "ojrma"),
    look("books list", "", "ojrma"),
    look("books show", "{b}", "ojr"),
    look("books export", "{b}", "ojr"),
    look("books export", "{b} --format csv", "ojr"),
    look("backup books", "--books {b}", "oj"),
    row("books people", "", "ojrma"),
    row("operations", "--books {b}", "ojr"),
    once("journal list", "", "ojrma", "n"),
    once("journal verify", "", "ojrma", "n"),
    once("journal resume", "", "", "n"),
    row("tokens list", "", "ojrma"),
    row("tokens make", "tableur --books {b}", "ojr"),
    row("tokens revoke", "01a2057d-31bf-7797-9280-e13250bd2c87", ""),
    row("demo", "--books {b}", ""),
    row("import legacy", "legacy --books {b}", "oj"),
    row("import composition", "made-of.csv --asset Fonds --books {b}", ""),
    row("import rates", "rates.csv --books {b}", "oj"),
    row("import quotes", "quotes.csv --books {b}", "oj"),
    row("books add", "Nouveau", "ojrma"),
    look("books rename", "{b} --title Zibeline", "oj"),
    look("books shares", "{b} --owner Anna=60 --owner Bruno=40", "oj"),
    row("books trust", "{b} Bruno --fingerprint 0000", ""),
    look("books unattended", "{b} --turn on", "oj"),
    look("books unattended", "{b} --turn off", "oj"),
    Row { skips: "j", ..look("books grant", "{b} David", "o") },
    once("books revoke", "{b} David", "o", "j"),
    Row { skips: "j", ..look("books own", "{b} David --share 0", "o") },
    once("books leave", "{b}", "m", "ojr"),
    look("keys rotate books", "--books {b}", "oj"),
    once("undo", "--books {b}", "o", "j"),
    row("people list", "", "a"),
    row("people invite", "Zoé", ""),
    row("people enable", "David", "a"),
    row("people disable", "Claire", ""),
    row("people remove", "David", ""),
    row("messages show", "", "a"),
    row("messages through", "--push http://127.0.0.1:9 --link http://localhost", "a"),
    row("messages to", "pecule-9fJq2LmZ", "ojrma"),
    // Nobody answers there.
    row("messages try", "", ""),
    row("messages stop", "", "ojrma"),
    row("messages off", "", "a"),
    row("precautions list", "", "a"),
    row("precautions done", "ups", "a"),
    row("precautions remind", "ups", "a"),
    row("precautions reopen", "ups", "a"),
    row("backup target add", "Disque --folder elsewhere", "a"),
    row("backup target list", "", "a"),
    row("backup target try", "Disque", "a"),
    row("backup target remove", "Disque", "a"),
];

/// What is done for nobody, by whoever holds the machine and its master key.
pub(crate) const MACHINE: &[Row] = &[
    row("status", "--json", "0"),
    row("config", "--json", "0"),
    row("keygen", "--kit other.html", "1"),
    row("setup", "--name Zoé --password-file password --recovery-file r2", "1"),
    row(
        "people accept",
        "--code-file password --name Zoé --password-file password --recovery-file r3",
        "1",
    ),
    row("tls init", "--name nas.local", "0"),
    row("tls status", "--json", "0"),
    row("keys status", "--json", "0"),
    row("keys status", "", "0"),
    row("keys rotate jwt", "", "0"),
    row("keys rotate household", "", "0"),
    row("keys rewrap", "--plain", "0 1"),
    row("keys kit", "--out kit2.html", "0"),
    row("backup now", "--json", "0"),
    row("backup list", "--json", "0"),
    row("drill", "--json", "0"),
    row("restore", "{backup} --kit kit2.html --data other --json", "0 1 2"),
    row("doctor", "--full --json", "0 3"),
    row("journal list", "--json", "0"),
    row("journal verify", "--json", "0"),
    row("journal resume", "", "1"),
    row("journal sealed", "--json", "0"),
    row("serve", "", "0"),
    row("healthcheck", "--url http://127.0.0.1:9/healthz", "1"),
    row("sbom", "", "0"),
    row("man", "--out man", "0"),
    row("completions", "bash", "0"),
];
