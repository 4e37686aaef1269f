#!/usr/bin/env bash
# Installs the packages of the journeys when the lock file changed, then runs all of them or the given files.
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
# One at a time: each journey has its own server and browser.
exec node --test --test-concurrency=1 --test-reporter=spec "${files[@]}"
