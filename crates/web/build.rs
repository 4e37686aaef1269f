//! Builds scripts, styles, icons and fonts into `OUT_DIR/dist`, which `assets.rs` embeds.
//!
//! The source tree stays unchanged; npm packages are installed in `<target>/frontend/<hash of the
//! lock>`.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a build script reads its environment and stops the build with a sentence"
)]

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Message if the tools are missing.
const NEED_NODE: &str = "Pécule's pages are built with Node.js 20 or newer and npm, which were not found.\n\
    Install them (Debian: apt install nodejs npm; macOS: brew install node), or\n\
    set PECULE_WEB_DIST to a folder that holds a finished build of crates/web/frontend.";

fn main() {
    for watched in ["build.rs", "i18n", "frontend/src", "frontend/styles", "frontend/build.mjs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    for watched in ["frontend/package-lock.json", "frontend/icons.txt", "frontend/favicon.svg"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rerun-if-env-changed=PECULE_WEB_DIST");

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let dist = out.join("dist");
    if let Some(finished) = env::var_os("PECULE_WEB_DIST") {
        copy(Path::new(&finished), &dist);
        return;
    }
    // Read at run time, because two source trees that share a target folder share this script too.
    let here = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let frontend = Path::new(&here).join("frontend");
    let modules = packages(&frontend, &out);
    run(Command::new("node")
        .arg(frontend.join("build.mjs"))
        .arg("--modules")
        .arg(&modules)
        .arg("--out")
        .arg(&dist));
}

/// Returns the folder of npm packages. Installs them unless an earlier build did for the same lock
/// file.
fn packages(frontend: &Path, out: &Path) -> PathBuf {
    let lock = fs::read(frontend.join("package-lock.json"))
        .expect("frontend/package-lock.json is readable");
    let mut hasher = DefaultHasher::new();
    lock.hash(&mut hasher);
    let shelf = target(out).join("frontend");
    let place = shelf.join(format!("{:016x}", hasher.finish()));
    if !place.exists() {
        // Installed elsewhere and renamed, so that an aborted or concurrent build leaves no partial
        // folder.
        let aside = shelf.join(format!("{:016x}.{}", hasher.finish(), std::process::id()));
        fs::create_dir_all(&aside).expect("the target folder is writable");
        for file in ["package.json", "package-lock.json"] {
            fs::copy(frontend.join(file), aside.join(file)).expect("the target folder is writable");
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run(Command::new(npm)
            .args([
                "ci",
                "--omit=dev",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .current_dir(&aside));
        if fs::rename(&aside, &place).is_err() {
            drop(fs::remove_dir_all(&aside));
        }
    }
    place.join("node_modules")
}

/// Returns Cargo's target folder, the outermost ancestor of `OUT_DIR` with a cache tag.
fn target(out: &Path) -> &Path {
    out.ancestors().filter(|folder| folder.join("CACHEDIR.TAG").exists()).last().unwrap_or(out)
}

fn run(command: &mut Command) {
    let Ok(status) = command.stdin(Stdio::null()).status() else { panic!("{NEED_NODE}") };
    assert!(status.success(), "{command:?} ended with {status}");
}

/// Copies a finished build, a flat folder.
fn copy(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    fs::create_dir_all(to).expect("OUT_DIR is writable");
    for entry in fs::read_dir(from).expect("PECULE_WEB_DIST is a readable folder").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name()))
            .expect("PECULE_WEB_DIST holds plain files");
    }
    assert!(
        to.join("manifest.json").exists(),
        "PECULE_WEB_DIST has no manifest.json: it is not a finished build"
    );
}
