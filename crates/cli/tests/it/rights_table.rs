//! Lists every command with the people who may run it, for the access matrix.

/// A command, and the people who may run it.
pub(crate) struct Row {
    pub(crate) leaf: &'static str,
    /// Additional arguments; `{b}` is the identifier of the marked books, `{backup}` a backup.
    pub(crate) more: &'static str,
    /// The letters of the people who may run the command: `o` an owner, `j` another owner, `r` a reader,
    /// `m` another member, `a` the administrator. For commands without a person, the permitted exit codes.
    pub(crate) may: &'static str,
    /// The letters of the people to skip, because the command was already run or would disturb later rows.
    pub(crate) skips: &'static str,
    /// Whether people with access to the books see a mark.
    pub(crate) shows: bool,
}

const fn row(leaf: &'static str, more: &'static str, may: &'static str) -> Row {
    Row { leaf, more, may, skips: "", shows: false }
}

/// Makes a row for a command that shows marks.
const fn look(leaf: &'static str, more: &'static str, may: &'static str) -> Row {
    Row { shows: true, ..row(leaf, more, may) }
}

/// Makes a row for a command that can only succeed once.
const fn once(
    leaf: &'static str,
    more: &'static str,
    may: &'static str,
    skips: &'static str,
) -> Row {
    Row { skips, ..row(leaf, more, may) }
}

/// The commands that a person runs, in this order.
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
    look("restore-books", "--books {b}", "oj"),
    row("books fingerprints", "", "ojrma"),
    row("changes list", "--books {b}", "ojr"),
    once("audit list", "", "ojrma", "n"),
    once("audit verify", "", "ojrma", "n"),
    once("audit restart-chain", "", "", "n"),
    row("tokens list", "", "ojrma"),
    row("tokens create", "tableur --books {b}", "ojr"),
    row("tokens revoke", "01a2057d-31bf-7797-9280-e13250bd2c87", ""),
    row("demo", "--books {b}", ""),
    row("import legacy", "legacy --books {b}", "oj"),
    row("import fund-holdings", "made-of.csv --asset Fonds --books {b}", ""),
    row("import exchange-rates", "rates.csv --books {b}", "oj"),
    row("import prices", "quotes.csv --books {b}", "oj"),
    row("books add", "Nouveau", "ojrma"),
    look("books rename", "{b} --title Zibeline", "oj"),
    look("books set-shares", "{b} --owner Anna=60 --owner Bruno=40", "oj"),
    row("books pin-key", "{b} Bruno --fingerprint 0000", ""),
    look("books unattended", "{b} --turn on", "oj"),
    look("books unattended", "{b} --turn off", "oj"),
    Row { skips: "j", ..look("books grant", "{b} David", "o") },
    once("books revoke", "{b} David", "o", "j"),
    Row { skips: "j", ..look("books add-owner", "{b} David --share 0", "o") },
    once("books leave", "{b}", "m", "ojr"),
    look("keys rotate books", "--books {b}", "oj"),
    once("changes undo", "--books {b}", "o", "j"),
    row("people list", "", "a"),
    row("people invite", "Zoé", ""),
    row("people enable", "David", "a"),
    row("people disable", "Claire", ""),
    row("people remove", "David", ""),
    row("people announce-removal", "David", "a"),
    row("people withdraw-removal", "David", "a"),
    row("notifications show", "", "a"),
    row("notifications set-relay", "--push http://127.0.0.1:9 --link http://localhost", "a"),
    row("notifications subscribe", "pecule-9fJq2LmZ", "ojrma"),
    // No server answers at the configured address.
    row("notifications test", "", ""),
    row("notifications unsubscribe", "", "ojrma"),
    row("notifications remove-relay", "", "a"),
    row("precautions list", "", "a"),
    row("precautions done", "ups", "a"),
    row("precautions remind", "ups", "a"),
    row("precautions reopen", "ups", "a"),
    row("backup target add", "Disque --folder elsewhere", "a"),
    row("backup target list", "", "a"),
    row("backup target test", "Disque", "a"),
    row("backup target remove", "Disque", "a"),
];

/// The commands without a person, which need the machine and its master key.
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
    row("keys rotate access-tokens", "", "0"),
    row("keys rotate household", "", "0"),
    row("keys passphrase set", "--new-passphrase-file password", "0"),
    row("keys passphrase remove", "--passphrase-file password", "0"),
    row("keys kit", "--out kit2.html", "0"),
    row("backup now", "--json", "0"),
    row("backup list", "--json", "0"),
    row("drill", "--json", "0"),
    row("restore", "{backup} --kit kit2.html --data other --json", "0 1 2"),
    row("doctor", "--full --json", "0 3"),
    row("audit list", "--json", "0"),
    row("audit verify", "--json", "0"),
    row("audit restart-chain", "", "1"),
    row("audit archive", "--json", "0"),
    row("serve", "", "0"),
    row("healthcheck", "--url http://127.0.0.1:9/healthz", "1"),
    row("sbom", "", "0"),
    row("man", "--out man", "0"),
    row("completions", "bash", "0"),
];
