use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

/// Parses one language into key → names of its arguments.
fn catalogue(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(lang.tag());
    let mut keys = BTreeMap::new();
    for path in files(&folder, "ftl") {
        let mut current = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if let Some((key, _)) = line.split_once(" = ")
                && key.starts_with(|c: char| c.is_ascii_lowercase())
            {
                current = key.to_owned();
                let before = keys.insert(current.clone(), BTreeSet::new());
                assert!(before.is_none(), "{key} stands twice in {}", lang.tag());
            }
            for piece in line.split("{ $").skip(1) {
                let name: String =
                    piece.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
                keys.get_mut(&current).unwrap().insert(name);
            }
        }
    }
    keys
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Finds the keys written out in `text` after any of these prefixes.
fn used(text: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for opening in
        ["t(\"", "t_with(\"", "t_args(\"", "t(lang, \"", "t_args(lang, \"", "t(self.lang, \""]
    {
        for (at, _) in text.match_indices(opening) {
            let called = text.get(..at).unwrap().chars().next_back();
            if called.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let key: String =
                text.get(at + opening.len()..).unwrap().chars().take_while(|c| *c != '"').collect();
            keys.insert(key);
        }
    }
    keys
}

#[test]
fn both_languages_say_the_same_things() {
    let (french, english) = (catalogue(Lang::Fr), catalogue(Lang::En));
    assert!(french.len() > 100);
    for (key, args) in &french {
        assert_eq!(english.get(key), Some(args), "{key} in English");
    }
    for key in english.keys() {
        assert!(french.contains_key(key), "{key} in French");
    }
}

#[test]
fn every_key_that_is_used_exists() {
    let known = catalogue(Lang::Fr);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources =
        files(&root.join("templates"), "html").into_iter().chain(files(&root.join("src"), "rs"));
    for path in sources.filter(|path| !path.ends_with("i18n/tests.rs")) {
        for key in used(&std::fs::read_to_string(&path).unwrap()) {
            assert!(
                known.contains_key(&key),
                "{} says {key}, which is in no catalogue",
                path.display()
            );
        }
    }
}

#[test]
fn every_member_of_a_list_has_a_name() {
    use pecule_domain::portfolio::{account, asset, class, holding, zone};
    use pecule_domain::valuation::{breakdown, value};
    let known = catalogue(Lang::Fr);
    let mut keys: Vec<String> = vec!["class-unassigned".into(), "zone-unassigned".into()];
    keys.extend(class::Class::ALL.iter().map(|x| format!("class-{}", x.key())));
    keys.extend(zone::Zone::ALL.iter().map(|x| format!("zone-{}", x.key())));
    keys.extend(account::Wrapper::ALL.iter().map(|x| format!("wrapper-{}", x.key())));
    keys.extend(account::Tracking::ALL.iter().map(|x| format!("tracking-{}", x.key())));
    keys.extend(asset::AssetKind::ALL.iter().map(|x| format!("kind-{}", x.key())));
    keys.extend(asset::Unit::ALL.iter().map(|x| format!("unit-{}", x.key())));
    keys.extend(holding::Right::ALL.iter().map(|x| format!("right-{}", x.key())));
    keys.extend(value::Basis::ALL.iter().map(|x| format!("basis-{}", x.key())));
    keys.extend(breakdown::Grouping::ALL.iter().map(|x| format!("grouping-{}", x.key())));
    for key in keys {
        assert!(known.contains_key(&key), "{key}");
    }
}

#[test]
fn french_typography_holds() {
    for path in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n/fr"), "ftl") {
        for line in
            std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#'))
        {
            let value = line.split_once(" = ").map_or(line, |(_, value)| value);
            for wrong in ["'", " :", " ;", " !", " ?", " %", " €", " »", "« "] {
                assert!(!value.contains(wrong), "{wrong:?} in {}: {value}", path.display());
            }
        }
    }
}

#[test]
fn sentences_take_values_and_count() {
    assert_eq!(t(Lang::Fr, "save"), "Enregistrer");
    assert_eq!(t(Lang::En, "save"), "Save");
    assert_eq!(t_args(Lang::Fr, "days-ago", &[("days", Arg::Count(1))]), "il y a 1\u{a0}jour");
    assert_eq!(t_args(Lang::En, "days-ago", &[("days", Arg::Count(3))]), "3 days ago");
    assert_eq!(t(Lang::Fr, "no-such-key"), "no-such-key");
}

#[test]
fn the_language_is_the_first_that_we_speak() {
    assert_eq!(Lang::from_accept_language("de-DE,en-GB;q=0.8,fr;q=0.5"), Lang::En);
    assert_eq!(Lang::from_accept_language("de"), Lang::Fr);
    assert_eq!(Lang::from_tag("FR-fr"), Some(Lang::Fr));
}
