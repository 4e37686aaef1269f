//! Gives SQLCipher the headers of AWS-LC, and the few functions of OpenSSL 3 that AWS-LC lacks.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a build script reads its environment and stops the build with a sentence"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=evp_mac.h");
    let headers = PathBuf::from(headers().expect("aws-lc-sys says where its headers are"));
    let include =
        PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("include");
    copy(&headers.join("openssl"), &include.join("openssl"));
    fs::copy("evp_mac.h", include.join("openssl/evp_mac.h")).expect("OUT_DIR is writable");
    // SQLCipher includes hmac.h, where AWS-LC has what evp_mac.h needs.
    let hmac = include.join("openssl/hmac.h");
    let mut text = fs::read_to_string(&hmac).expect("AWS-LC has a hmac.h");
    text.push_str("\n#include <openssl/evp_mac.h>\n");
    fs::write(&hmac, text).expect("OUT_DIR is writable");
    println!("cargo::metadata=include={}", include.display());
}

/// Where AWS-LC's headers are: its `links` name carries its version, so that the variable's name does too.
fn headers() -> Option<std::ffi::OsString> {
    env::vars_os().find_map(|(name, value)| {
        let name = name.to_str()?;
        (name.starts_with("DEP_AWS_LC_") && name.ends_with("_INCLUDE")).then_some(value)
    })
}

/// Copies a folder whole, over what is there.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("OUT_DIR is writable");
    for entry in fs::read_dir(from).expect("the headers are readable").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("OUT_DIR is writable");
        }
    }
}
