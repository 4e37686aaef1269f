set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes
_default:
    @just --list --unsorted

# Run the program on this machine, unoptimised
run *args:
    program=$(e2e/program.sh); "$program" serve {{ args }}

# Serve an invented household from a throw-away folder
demo:
    e2e/demo.sh

# Everything that CI checks, in the same order
check *steps:
    ./test.sh {{ steps }}

# Rewrite the code in its one form
format:
    cargo fmt --all

# Is the code in its one form?
fmt:
    ./test.sh fmt

# Lint, warnings refused
lint:
    ./test.sh lint

# Build the documentation of the code, broken links refused
doc:
    ./test.sh doc

# Test everything, or what matches
test *filter:
    cargo nextest run --workspace --locked {{ filter }}

# Licences, arrows between crates, sources, known vulnerabilities
deps:
    ./test.sh deps

# The same, and the npm registry asked about the packages of the pages
deps-online:
    PECULE_ASK_NPM=true ./test.sh deps

# What a release consists of, SBOM included, into a folder
release out="out":
    packaging/release.sh {{ out }}

# Lint the image's and the container's description (wants hadolint, and npm for dclint)
lint-packaging:
    hadolint packaging/Dockerfile
    npx --yes dclint@3.1.0 packaging/compose.yaml --disable-rule service-keys-order

# How exposed the systemd unit is
exposure:
    systemd-analyze security --offline=yes packaging/systemd/pecule.service

# Journeys in a real browser
e2e:
    ./test.sh e2e

# Try every operation of the API with invented requests, and walk it with a generated client
api-check *args:
    e2e/api/run.sh {{ args }}

# Take the pictures of the README again
screenshots:
    e2e/screenshots.sh

# Kill each renewal of a key at that many moments, and look at what is left
kill-rotations kills="120":
    PECULE_KILLS={{ kills }} cargo nextest run -p pecule-cli --locked rotation_kills --no-capture

# Inject every fault in its long form, and print what was counted (docs/security/faults.md)
faults kills="120":
    PECULE_FAULTS=long PECULE_KILLS={{ kills }} cargo nextest run -p pecule-cli -p pecule-app -p pecule-store --locked \
        --no-fail-fast --no-capture faults rotation_kills tampering \
        2>&1 | tee /dev/stderr | grep -E '^faults \| | kills within ' >target/faults.txt || failed=1; \
        column -t -s '|' target/faults.txt || cat target/faults.txt; exit ${failed:-0}

# Time the calculations and the pages (built together with the program: the benchmark alone would be given other features)
bench *args:
    cargo build --release --locked -p pecule-cli -p pecule-bench
    "${CARGO_TARGET_DIR:-target}"/release/pecule-bench {{ args }}

# Back up, prove and restore so many megabytes, timed; the totals must be the same to the cent, in under 5 minutes
drill-sizes *megabytes="10 100 1000":
    cargo build --release --locked -p pecule-cli -p pecule-bench
    bench/drill.sh {{ megabytes }}
