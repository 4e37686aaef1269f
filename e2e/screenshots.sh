#!/usr/bin/env bash
# Takes the pictures of the README again, of the invented household, into docs/images.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
PECULE_BIN=${PECULE_BIN:-$(e2e/program.sh)}
export PECULE_BIN
"$here/run.sh" screenshots.mjs
