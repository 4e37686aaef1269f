#!/usr/bin/env bash
# Renews the pictures of the README in docs/images, from the sample household.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
cargo build --locked -p pecule-cli
target=$(cargo metadata --no-deps --locked --format-version 1 |
    sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
export PECULE_BIN=${PECULE_BIN:-$target/debug/pecule}
"$here/run.sh" screenshots.mjs
