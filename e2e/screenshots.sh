#!/usr/bin/env bash
# Renews the pictures of the README in docs/images, from the sample household.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
PECULE_BIN=${PECULE_BIN:-$(e2e/program.sh)}
export PECULE_BIN
"$here/run.sh" screenshots.mjs
