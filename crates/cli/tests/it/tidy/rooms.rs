//! Tests which modules of the application crate may use which others, and that `lib.rs` defines nothing.

use super::crate_graph::{Crate, Edges, crates, shown, source_folders};
use super::none;
use super::rust_source::{Kind, Token, group_end, tokens, without_tests};
use super::{read, root};

/// The crate whose rooms have rules.
const APP: &str = "crates/app/src";

/// The modules that every other may use, and that use nothing but each other.
const FOUNDATION: &[&str] = &["clock", "csv", "error", "retry", "validate"];

/// What the files of a room may use.
enum Allowed {
    Only(&'static [&'static str]),
    AllBut(&'static [&'static str]),
}

/// Rooms with what they may use besides their own files. A room is a file and the folder of its name;
/// `lib` is `lib.rs`, and `*` is every room but `startup` and `lib`.
const ROOMS: &[(&str, Allowed)] = &[
    ("clock", Allowed::Only(FOUNDATION)),
    ("csv", Allowed::Only(FOUNDATION)),
    ("error", Allowed::Only(FOUNDATION)),
    ("retry", Allowed::Only(FOUNDATION)),
    ("validate", Allowed::Only(FOUNDATION)),
    ("config", Allowed::AllBut(&["app", "lib"])),
    ("state", Allowed::AllBut(&["app", "lib"])),
    ("app", Allowed::Only(&["clock", "config", "error", "state"])),
    ("*", Allowed::AllBut(&["startup"])),
];

/// Returns the first folder of a module, or its file where it is in none.
fn room(module: &[String]) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// Returns the uses that the rules forbid, as file → file: names.
fn forbidden(edges: &Edges, rules: &[(&str, Allowed)]) -> Vec<String> {
    let mut offences = Vec::new();
    for (from, targets) in edges {
        for (to, names) in targets {
            let (user, used) = (room(from), room(to));
            let refused = rules.iter().any(|(rule, allowed)| {
                let concerned =
                    *rule == user || (*rule == "*" && !["lib", "startup"].contains(&user));
                concerned
                    && user != used
                    && match allowed {
                        Allowed::Only(rooms) => !rooms.contains(&used),
                        Allowed::AllBut(rooms) => rooms.contains(&used),
                    }
            });
            if refused {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                offences.push(format!("{} → {}: {}", shown(from), shown(to), names.join(", ")));
            }
        }
    }
    offences
}

/// Returns the lines of a crate's root that begin something other than `mod` and `use`.
fn definitions(text: &str) -> Vec<usize> {
    let tokens = tokens(text);
    let code: Vec<Token<'_>> = without_tests(&tokens)
        .into_iter()
        .filter(|token| !matches!(token.kind, Kind::Doc | Kind::InnerDoc))
        .collect();
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(token) = code.get(at) {
        if token.is_mark("#") {
            let inner = usize::from(code.get(at + 1).is_some_and(|next| next.is_mark("!")));
            at = group_end(&code, at + 1 + inner);
        } else if token.is_name("pub") {
            at = group_end(&code, at + 1);
        } else {
            let item = code[at..].iter().position(|token| token.is_mark(";") || token.is_mark("{"));
            let end = item.map_or(code.len(), |length| at + length);
            let inline = token.is_name("mod") && code.get(end).is_some_and(|end| end.is_mark("{"));
            if !(token.is_name("mod") || token.is_name("use")) || inline {
                lines.push(token.line);
            }
            // A `use` may hold braces, which end before its semicolon.
            at = group_end(&code, end).max(end + 1);
            if token.is_name("use") && code.get(at).is_some_and(|token| token.is_mark(";")) {
                at += 1;
            }
        }
    }
    lines
}

#[test]
fn modules_of_the_application_use_only_what_their_room_allows() {
    let crates = crates();
    let app = crates.iter().find(|source| source.name == APP).unwrap();
    none(&forbidden(&app.edges(), ROOMS), "a room may not use:");
}

#[test]
fn the_root_of_a_library_defines_nothing() {
    let mut offences = Vec::new();
    let mut libraries = 0;
    for folder in source_folders() {
        let name = format!("{folder}/lib.rs");
        if !root().join(&name).exists() {
            continue;
        }
        libraries += 1;
        let text = read(&name);
        offences.extend(definitions(&text).into_iter().map(|line| format!("{name}:{line}")));
    }
    assert!(libraries > 6);
    none(&offences, "lib.rs holds `mod` and `use` only:");
}

#[test]
fn forbidden_uses_are_found() {
    let files = [
        ("", "mod app; mod error; mod state; mod startup; mod wealth;"),
        ("app", "use crate::state::S; use crate::wealth::W; pub struct App;"),
        ("error", "use crate::state::S;"),
        ("startup", "use crate::app::App; pub fn open() {}"),
        ("state", "use crate::app::App; pub struct S;"),
        ("wealth", "use crate::startup; pub struct W; fn f() { startup::open() }"),
    ];
    let texts = files
        .iter()
        .map(|(path, text)| {
            let path = Some(*path).filter(|path| !path.is_empty()).map(str::to_owned);
            (path.into_iter().collect(), (*text).to_owned())
        })
        .collect();
    let found = forbidden(&Crate::parse("c", &texts).edges(), ROOMS);
    let expected =
        ["app → wealth: W", "error → state: S", "state → app: App", "wealth → startup: open"];
    assert_eq!(found, expected);
}

#[test]
fn definitions_in_a_root_are_found() {
    let text = "//! Doc.\n#![cfg_attr(a, b)]\n\npub mod a;\nuse b::{c, d};\n#[cfg(test)]\nmod e;\n\
                pub(crate) use f::g;\n/// H.\n#[derive(Clone)]\npub struct H { i: J }\nk! { l }\n\
                mod m { }\nimpl H { }\n";
    assert_eq!(definitions(text), [11, 12, 13, 14]);
}
