//! Tests the access matrix of the commands, with every command for every kind of person.
//!
//! The list of commands comes from the manual pages, so a command without a row fails the test. Books that
//! Anna and Bruno own and Chloé reads contain a marked word and a marked amount. Only these three people may
//! see the marks; commands without a person must never show them, even with the master key.

use std::collections::BTreeSet;
use std::fs;

use crate::home::{Home, Said};
use crate::people::join;
use crate::rights_table::{MACHINE, PEOPLE, Row};

/// The marks in the books and their title, in every spelling that output may use.
const MARKS: [&str; 5] = ["zibeline", "741963", "741,963", "741 963", "7419"];
/// The title of the books.
const TITLE: &str = "Coffre Zibeline";

/// The people, with their letter in the table and their name; `None` for commands without a person.
const ASKERS: [(char, Option<&str>); 6] = [
    ('n', None),
    ('m', Some("David")),
    ('a', Some("Claire")),
    ('r', Some("Chloé")),
    ('j', Some("Bruno")),
    ('o', Some("Anna")),
];

fn shows_marks(said: &Said) -> bool {
    let all = said.all().to_lowercase();
    MARKS.iter().any(|mark| all.contains(mark))
}

/// The household. Claire administers it, Anna and Bruno own the marked books, Chloé reads them, David has no
/// access.
struct House {
    home: Home,
    books: String,
}

impl House {
    fn new() -> Self {
        let home = Home::with_claire();
        for name in ["Anna", "Bruno", "Chloé", "David"] {
            join(&home, name);
        }
        fs::create_dir(home.path("elsewhere")).unwrap();
        fs::create_dir(home.path("marked")).unwrap();
        fs::create_dir(home.path("legacy")).unwrap();
        let assets = r#"[{"id": "1", "nom": "Fonds NAME", "compte_id": "pea", "type_produit": "etf",
            "allocation": {"actions": 100.0}, "geo_allocation": {"actions": {"us": 100.0}},
            "valeur_actuelle": AMOUNT, "devise": "EUR", "date_maj": "2025-05-13"}]"#;
        let banks = r#"{"b": {"nom": "Banque NAME", "notes": ""}}"#;
        let accounts = r#"{"pea": {"banque_id": "b", "type": "pea", "libelle": "PEA NAME"}}"#;
        for (folder, name, amount) in
            [("marked", "Zibeline", "741963.0"), ("legacy", "Monde", "5.0")]
        {
            for (file, text) in
                [("assets.json", assets), ("banks.json", banks), ("accounts.json", accounts)]
            {
                let text = text.replace("NAME", name).replace("AMOUNT", amount);
                fs::write(home.path(folder).join(file), text).unwrap();
            }
        }
        fs::write(home.path("rates.csv"), "date,base,quote,rate\n2025-05-13,EUR,USD,1.1\n")
            .unwrap();
        fs::write(home.path("quotes.csv"), "date,name,price\n2025-05-13,Fonds Zibeline,10\n")
            .unwrap();
        fs::write(home.path("made-of.csv"), "Name,Weight (%)\nAcier du Nord,60.5\n").unwrap();
        let mut house = Self { home, books: String::new() };
        let owners = ["--owner", "Anna=60", "--owner", "Bruno=40"];
        house.ask("Anna", &[&["books", "add", TITLE][..], &owners].concat()).done();
        let list = house.ask("Anna", &["books", "list", "--json"]);
        let list: serde_json::Value = serde_json::from_str(&list.done().out).unwrap();
        let line = list["items"].as_array().unwrap().iter().find(|line| line["title"] == TITLE);
        line.unwrap()["id"].as_str().unwrap().clone_into(&mut house.books);
        house.ask("Anna", &["books", "grant", TITLE, "Chloé"]).done();
        house.ask("Anna", &["import", "legacy", "marked", "--books", TITLE]).done();
        house.home.run(&["backup", "now", "--data", "data"]).done();
        house
    }

    fn ask(&self, name: &str, arguments: &[&str]) -> Said {
        let who = ["--data", "data", "--as", name, "--password-file", "password"];
        self.home.run(&[arguments, &who].concat())
    }

    /// Returns the arguments of a row.
    fn typed(&self, leaf: &str, more: &str) -> Vec<String> {
        let backups = fs::read_dir(self.home.path("data/backups")).into_iter().flatten();
        let backup = backups.flatten().map(|file| file.path().display().to_string()).next();
        let given = leaf.split(' ').chain(more.split(' ')).filter(|word| !word.is_empty());
        given
            .map(|word| {
                word.replace("{b}", &self.books)
                    .replace("{backup}", backup.as_deref().unwrap_or("none"))
            })
            .collect()
    }

    fn asked(&self, row: &Row, name: Option<&str>) -> Said {
        let typed = self.typed(row.leaf, row.more);
        let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
        match name {
            Some(name) => self.ask(name, &typed),
            None => self.home.run(&[&typed[..], &["--data", "data"]].concat()),
        }
    }

    /// Asserts that the command is refused and shows no mark.
    fn refuses(&self, row: &Row, letter: char, name: Option<&str>) {
        let said = self.asked(row, name);
        let expected = if letter == 'n' { 2 } else { 1 };
        assert_eq!(said.code, expected, "{} by {letter}: {}", row.leaf, said.all());
        assert_eq!(said.out, "", "{} by {letter}", row.leaf);
        assert!(!shows_marks(&said), "{} shows {letter}: {}", row.leaf, said.all());
    }
}

/// Returns the commands without subcommands, from the names of the manual pages.
fn leaves(home: &Home) -> BTreeSet<String> {
    home.run(&["man", "--out", "pages"]).done();
    let pages = fs::read_dir(home.path("pages")).unwrap().map(Result::unwrap);
    let leaves =
        pages.filter(|page| !fs::read_to_string(page.path()).unwrap().contains(".SH SUBCOMMANDS"));
    leaves
        .map(|page| page.file_name().into_string().unwrap())
        .map(|page| page.trim_end_matches(".1").trim_start_matches("pecule-").to_owned())
        .collect()
}

#[test]
fn every_command_is_in_the_table() {
    let people = PEOPLE.iter().map(|row| row.leaf);
    let known: BTreeSet<String> = people
        .chain(MACHINE.iter().map(|row| row.leaf))
        .map(|leaf| leaf.replace(' ', "-"))
        .collect();
    assert_eq!(leaves(&Home::empty()), known);
}

#[test]
fn every_command_refuses_whoever_may_not_and_shows_them_nothing() {
    let house = House::new();
    let mut shown = 0;
    for row in PEOPLE {
        let may = |letter: &char| row.may.contains(*letter);
        std::thread::scope(|threads| {
            for (letter, name) in ASKERS {
                if !may(&letter) && !row.skips.contains(letter) {
                    let house = &house;
                    threads.spawn(move || house.refuses(row, letter, name));
                }
            }
        });
        for (letter, name) in ASKERS.into_iter().filter(|(letter, _)| may(letter)) {
            let said = house.asked(row, name);
            assert_eq!(said.code, 0, "{} by {letter}: {}", row.leaf, said.all());
            let theirs = "ojr".contains(letter);
            assert!(theirs || !shows_marks(&said), "{} shows {letter}: {}", row.leaf, said.all());
            if row.shows && theirs {
                assert!(shows_marks(&said), "{} by {letter}: {}", row.leaf, said.all());
                shown += 1;
            }
        }
    }
    assert!(shown >= 24, "the marks are where they are looked for: {shown}");

    // A disabled person must be refused every command.
    house.ask("Claire", &["people", "disable", "David"]).done();
    let mut seen = BTreeSet::new();
    for row in PEOPLE.iter().filter(|row| seen.insert(row.leaf)) {
        house.refuses(row, 'd', Some("David"));
    }
}

#[test]
fn what_the_machine_does_by_itself_never_tells_of_anyones_wealth() {
    let house = House::new();
    for row in MACHINE {
        if row.leaf == "serve" {
            let said = house.home.serve().stop();
            assert!(!shows_marks(&said), "{}", said.all());
            continue;
        }
        let said = house.asked(row, None);
        let codes: Vec<i32> = row.may.split(' ').map(|code| code.parse().unwrap()).collect();
        assert!(codes.contains(&said.code), "{}: {} {}", row.leaf, said.code, said.all());
        assert!(!shows_marks(&said), "{}: {}", row.leaf, said.all());
    }
    // The owner must see the marks, which proves that the scan detects them.
    assert!(shows_marks(&house.ask("Anna", &["report", "holdings", "--books", TITLE])));
}
