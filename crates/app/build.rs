//! Lists the crates and npm packages in the program, with versions and licences, for `bill.rs`.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a build script reads its environment and stops the build with a sentence"
)]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = here.join("../..");
    let pages = root.join("crates/web/frontend/package-lock.json");
    for watched in [&root.join("Cargo.lock"), &root.join("crates/cli/Cargo.toml"), &pages] {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    println!("cargo::rerun-if-changed=build.rs");

    let tree = crates(&root).unwrap_or_else(|| {
        // The program then reports an empty bill of materials.
        println!("cargo::warning=cargo tree failed: the bill of materials is empty");
        // This file never exists, so that the next build tries again.
        println!("cargo::rerun-if-changed=bill-of-materials-missing");
        String::new()
    });
    let lines: BTreeSet<String> = tree.lines().filter_map(component).collect();
    let mut bill: Vec<String> = lines.into_iter().collect();
    if pages.exists() {
        bill.extend(packages(&pages));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("bill.tsv"), bill.join("\n")).expect("OUT_DIR is writable");
}

/// Lists the crates of the command for the target platform, offline.
fn crates(root: &Path) -> Option<String> {
    let tree = Command::new(env::var_os("CARGO")?)
        .args(["tree", "--offline", "--package", "pecule-cli", "--prefix", "none"])
        .args(["--edges", "normal,no-proc-macro", "--format", "{p}|{l}", "--target"])
        .arg(env::var_os("TARGET")?)
        .current_dir(root)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    tree.status.success().then(|| String::from_utf8_lossy(&tree.stdout).into_owned())
}

/// Parses `name v1.2.3 (path)|licence (*)` into a line of the bill; `None` for `sqlcipher-crypto`, which stands in for OpenSSL.
fn component(line: &str) -> Option<String> {
    let (package, licence) = line.split_once('|')?;
    let (name, rest) = package.split_once(" v")?;
    if name == "openssl-sys" {
        return None;
    }
    let version = rest.split(' ').next()?;
    let licence = licence.trim_end_matches(" (*)").replace('/', " OR ");
    Some(format!("cargo\t{name}\t{version}\t{licence}"))
}

/// Lists the npm packages whose code or drawings are in the pages.
fn packages(lock: &Path) -> Vec<String> {
    let text = fs::read(lock).expect("package-lock.json is readable");
    let lock: serde_json::Value = serde_json::from_slice(&text).expect("package-lock.json is JSON");
    let all = lock.get("packages").and_then(|all| all.as_object()).into_iter().flatten();
    all.filter_map(|(place, package)| {
        let name = place.rsplit_once("node_modules/")?.1;
        // The bundler and its binary for each platform.
        let tool = name == "esbuild" || name.starts_with("@esbuild/");
        let kept = !tool && package.get("dev").is_none();
        let text = |key| package.get(key).and_then(|value| value.as_str()).unwrap_or_default();
        kept.then(|| format!("npm\t{name}\t{}\t{}", text("version"), text("license")))
    })
    .collect()
}
