set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes
_default:
    @just --list --unsorted

# Run the program on this machine, unoptimised
run *args:
    program=$(e2e/program.sh); "$program" serve {{ args }}

# Serve a sample household from a temporary folder
demo:
    e2e/demo.sh

# Run all checks of CI, in the same order
check *steps:
    ./test.sh {{ steps }}

# Format the code
format:
    cargo fmt --all

# Check the format of the code
fmt:
    ./test.sh fmt

# Lint, without warnings
lint:
    ./test.sh lint

# Build the documentation of the code, without broken links
doc:
    ./test.sh doc

# Run all tests, or those that match
test *filter:
    cargo nextest run --workspace --locked {{ filter }}

# Check licences, dependencies between crates, sources and known vulnerabilities
deps:
    ./test.sh deps

# The same, with the npm packages of the pages checked at the registry
deps-online:
    PECULE_ASK_NPM=true ./test.sh deps

# Build a release with its SBOM into a folder
release out="out":
    packaging/release.sh {{ out }}

# Lint the Dockerfile and the compose file (needs hadolint, and npm for dclint)
lint-packaging:
    hadolint packaging/Dockerfile
    npx --yes dclint@3.1.0 packaging/compose.yaml --disable-rule service-keys-order

# Measure the exposure of the systemd unit
exposure:
    systemd-analyze security --offline=yes packaging/systemd/pecule.service

# Run the journeys in a real browser
e2e:
    ./test.sh e2e

# Test every operation of the API with generated requests, then with a generated client
api-check *args:
    e2e/api/run.sh {{ args }}

# Renew the pictures of the README
screenshots:
    e2e/screenshots.sh

# Kill each key rotation at that many moments and check the result
kill-rotations kills="120":
    PECULE_KILLS={{ kills }} cargo nextest run -p pecule-cli --locked rotation_kills --no-capture

# Inject every fault in its long form, and print the counts (docs/security/faults.md)
faults kills="120":
    PECULE_FAULTS=long PECULE_KILLS={{ kills }} cargo nextest run -p pecule-cli -p pecule-app -p pecule-store --locked \
        --no-fail-fast --no-capture faults rotation_kills tampering \
        2>&1 | tee /dev/stderr | grep -E '^faults \| | kills within ' >target/faults.txt || failed=1; \
        column -t -s '|' target/faults.txt || cat target/faults.txt; exit ${failed:-0}

# Measure the calculations and the pages (built together with the program: the benchmark alone would get other features)
bench *args:
    cargo build --release --locked -p pecule-cli -p pecule-bench
    "${CARGO_TARGET_DIR:-target}"/release/pecule-bench {{ args }}

# Measure backup, drill and restore of so many megabytes; the totals must be equal to the cent, in under 5 minutes
drill-sizes *megabytes="10 100 1000":
    cargo build --release --locked -p pecule-cli -p pecule-bench
    bench/drill.sh {{ megabytes }}
