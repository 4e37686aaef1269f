#!/usr/bin/env bash
# Serves a sample household from a temporary folder, removed when the server stops.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
pecule=${PECULE_BIN:-$(e2e/program.sh)}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
password=tilleul-voltige-39-brume-ocre
(umask 077 && printf '%s' "$password" >"$folder/password")
export PECULE_DATA=$folder/data
"$pecule" keygen --kit "$folder/kit.html"
"$pecule" setup --name Claire --password-file "$folder/password" --recovery-file "$folder/recovery"
"$pecule" demo --as Claire --password-file "$folder/password"
printf 'Sign in as Claire with the password %s\n' "$password"
"$pecule" serve "$@"
