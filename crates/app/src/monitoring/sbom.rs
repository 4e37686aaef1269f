//! Provides the bill of materials (crates, C libraries and npm packages) of this build.

use serde_json::{Value, json};

use crate::error::Result;

/// Written by the build script: origin, name, version, licence.
const BILL: &str = include_str!(concat!(env!("OUT_DIR"), "/bill.tsv"));

/// Registry of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComponentOrigin {
    /// crates.io, or this source tree.
    Cargo,
    /// The npm registry.
    Npm,
}

/// One component of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Component {
    pub origin: ComponentOrigin,
    pub name: &'static str,
    pub version: &'static str,
    /// Licence as declared by its authors.
    pub licence: &'static str,
}

/// Lists every component.
pub fn components() -> impl Iterator<Item = Component> {
    BILL.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let origin = match columns.next()? {
            "cargo" => ComponentOrigin::Cargo,
            "npm" => ComponentOrigin::Npm,
            _ => return None,
        };
        let mut next = || columns.next();
        Some(Component { origin, name: next()?, version: next()?, licence: next()? })
    })
}

impl Component {
    /// Package URL of the component.
    pub fn purl(&self) -> String {
        let kind = match self.origin {
            ComponentOrigin::Cargo => "cargo",
            ComponentOrigin::Npm => "npm",
        };
        format!("pkg:{kind}/{}@{}", self.name.replace('@', "%40"), self.version.replace('+', "%2B"))
    }

    fn is_ours(&self) -> bool {
        self.name.starts_with("pecule-")
    }

    fn describe(&self) -> Value {
        let mut said = json!({
            "type": "library",
            "bom-ref": self.purl(),
            "name": self.name,
            "version": self.version,
            "purl": self.purl(),
        });
        if !self.licence.is_empty()
            && let Some(fields) = said.as_object_mut()
        {
            fields.insert("licenses".to_owned(), json!([{ "expression": self.licence }]));
        }
        said
    }
}

/// Returns the bill in `CycloneDX` 1.6, C libraries included.
pub fn cyclonedx() -> Result<Value> {
    let libraries = pecule_store::versions::libraries()?;
    let cryptography = libraries.cryptography;
    // "AWS-LC 5.12.0"
    let mut words = cryptography.split(' ');
    let (provider, provided) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    // "4.14.0 community"
    let cipher = libraries.sqlcipher.split(' ').next().unwrap_or_default();
    let c_library = |name: &str, version: &str, cpe: String| json!({ "type": "library", "bom-ref": cpe, "name": name, "version": version, "cpe": cpe });
    let cpe =
        |maker, name, version: &str| format!("cpe:2.3:a:{maker}:{name}:{version}:*:*:*:*:*:*:*");
    let mut parts: Vec<Value> =
        components().filter(|part| !part.is_ours()).map(|part| part.describe()).collect();
    parts.push(c_library("SQLite", &libraries.sqlite, cpe("sqlite", "sqlite", &libraries.sqlite)));
    parts.push(c_library("SQLCipher", cipher, cpe("zetetic", "sqlcipher", cipher)));
    parts.push(c_library(provider, provided, cpe("amazon", "aws-lc", provided)));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "pecule",
                "name": "pecule",
                "version": env!("CARGO_PKG_VERSION"),
                "licenses": [{ "expression": env!("CARGO_PKG_LICENSE") }],
            }
        },
        "components": parts,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_names_what_is_linked_and_nothing_that_only_builds_or_tests() {
        let all: Vec<Component> = components().collect();
        let has = |name: &str| all.iter().any(|part| part.name == name);
        for linked in
            ["rusqlite", "libsqlite3-sys", "aws-lc-sys", "age", "axum", "echarts", "htmx.org"]
        {
            assert!(has(linked), "{linked} is in the program");
        }
        for absent in
            ["proptest", "esbuild", "typescript", "askama_derive", "openssl-sys", "windows-sys"]
        {
            assert!(!has(absent) || cfg!(windows), "{absent} is not in the program");
        }
        for part in &all {
            assert!(!part.version.is_empty() && !part.licence.is_empty(), "{part:?}");
            assert!(!part.licence.contains('/'), "no place on the building machine: {part:?}");
        }
    }

    #[test]
    fn the_bill_as_cyclonedx_names_each_thing_once_and_the_c_libraries() {
        let bill = cyclonedx().unwrap();
        let parts = bill["components"].as_array().unwrap();
        let names: Vec<&str> = parts.iter().filter_map(|part| part["bom-ref"].as_str()).collect();
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len());
        for library in ["SQLite", "SQLCipher", "AWS-LC"] {
            let found = parts.iter().find(|part| part["name"] == library).unwrap();
            assert!(found["version"].as_str().unwrap().contains('.'), "{found}");
        }
    }
}
