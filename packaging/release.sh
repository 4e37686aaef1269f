#!/usr/bin/env bash
# Builds a release into a folder: the program, its bill of materials, manual pages, completions, units.
#   packaging/release.sh out          (PECULE_ADVISORIES: a copy of the RustSec database, if there is one)
set -euo pipefail
out=$(mkdir -p "${1:?say where to write}" && cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo build --profile dist --locked -p pecule-cli
target=$(cargo metadata --no-deps --locked --format-version 1 |
    sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
pecule=$target/dist/pecule

install -m 0755 "$pecule" "$out/pecule"
"$pecule" sbom >"$out/pecule.cdx.json"
"$pecule" man --out "$out/man"
mkdir -p "$out/completions"
for shell in bash zsh fish; do
    "$pecule" completions "$shell" >"$out/completions/pecule.$shell"
done
install -m 0644 packaging/systemd/* packaging/compose.yaml packaging/Dockerfile LICENSE-* CHANGELOG.md "$out"

# Reuses the database that cargo-deny downloaded.
advisories=${PECULE_ADVISORIES:-$(find "${CARGO_HOME:-$HOME/.cargo}" -maxdepth 2 -type d -name 'advisory-db-*' -print -quit)}
if [ -d "$advisories/crates" ]; then
    "$pecule" advisories "$advisories" >"$out/advisories.json"
else
    printf 'No copy of the RustSec database: advisories.json is left out.\n' >&2
    [ "${CI:-}" != true ] || exit 1
fi

cd "$out"
find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS
printf '%s\n' "$out"
