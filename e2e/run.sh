#!/usr/bin/env bash
# Installs what the journeys need, when the lock changed, and runs them: all, or the files named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! cmp -s package-lock.json node_modules/.locked; then
    npm ci --ignore-scripts --no-audit --no-fund
    cp package-lock.json node_modules/.locked
fi
PECULE_CHROMIUM=$(./chromium.sh)
export PECULE_CHROMIUM

files=("$@")
[ ${#files[@]} -gt 0 ] || files=(journeys/*.test.mjs)
# One at a time: each journey has a server and a browser of its own.
exec node --test --test-concurrency=1 --test-reporter=spec "${files[@]}"
