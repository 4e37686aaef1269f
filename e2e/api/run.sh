#!/usr/bin/env bash
# Tests the API: every operation with generated requests (schemathesis), then a walk with a client that is
# generated from the description. PECULE_EXAMPLES sets the number of requests for each operation.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
pecule=${PECULE_BIN:-$(e2e/program.sh)}

folder=$(mktemp -d)
server=
end() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT

tools=${PECULE_API_TOOLS:-$folder/tools}
if [ ! -x "$tools/bin/schemathesis" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi

# Creates a household of three: Claire, the administrator, owns joint books with Anna; Bruno reads them.
export PECULE_DATA=$folder/data
export API_PASSWORD=tilleul-voltige-39-brume-ocre
(umask 077 && printf '%s' "$API_PASSWORD" >"$folder/password")
claire=(--as Claire --password-file "$folder/password")
"$pecule" keygen --kit "$folder/kit.html" >"$folder/log"
"$pecule" setup --name Claire --password-file "$folder/password" --recovery-file "$folder/recovery" >>"$folder/log"
"$pecule" demo "${claire[@]}" >>"$folder/log"
for name in Anna Bruno; do
    (umask 077 && "$pecule" people invite "$name" "${claire[@]}" >"$folder/code")
    "$pecule" people accept --code-file "$folder/code" --name "$name" --password-file "$folder/password" \
        --recovery-file "$folder/recovery-$name" >>"$folder/log"
done
"$pecule" books add 'Compte joint' --owner Claire=50 --owner Anna=50 "${claire[@]}" >>"$folder/log"
"$pecule" books grant 'Compte joint' Bruno "${claire[@]}" >>"$folder/log"

"$pecule" serve --listen 127.0.0.1:0 --rate-limit-per-second 0 >"$folder/out" 2>"$folder/err" &
server=$!
for _ in $(seq 100); do
    grep -q 'Ctrl + C' "$folder/out" && break
    sleep 0.1
done
API_URL=$(sed -n 's|^Pécule: \(http://[^ ]*\).*|\1|p' "$folder/out" | head -n 1)
export API_URL

export PATH=$tools/bin:$PATH
failed=0
# In another folder, because schemathesis leaves its cache in the current one.
cd "$folder"
SCHEMATHESIS_HOOKS=$here/hooks.py nice -n 10 schemathesis run "$API_URL/api/v1/openapi.json" \
    --phases examples,coverage,fuzzing --max-examples "${PECULE_EXAMPLES:-30}" --seed 39 \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,missing_required_header,unsupported_method,allow_header_conformance,ignored_auth \
    --continue-on-failure --generation-database none --warnings off --suppress-health-check too_slow "$@" || failed=1
if grep -n 'panicked' "$folder/err"; then failed=1; fi

curl -fsS "$API_URL/api/v1/openapi.json" >"$folder/openapi.json"
openapi-python-client generate --path openapi.json --meta none \
    --output-path client/pecule_client --fail-on-warning || failed=1
PYTHONPATH=$folder/client python "$here/walk.py" || failed=1
exit "$failed"
