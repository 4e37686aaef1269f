#!/usr/bin/env bash
# Builds the program as the tests have it and prints where it is: whoever has run the tests compiles nothing again.
# Cargo counts the features that tests ask of their dependencies only where something like a test is built: --examples,
# of which there are none, makes it do so without building the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build --locked --workspace --bin pecule --examples
target=$(cargo metadata --no-deps --locked --format-version 1 | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
printf '%s\n' "$target/debug/pecule"
