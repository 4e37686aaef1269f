#!/usr/bin/env bash
# Runs all checks that a change must pass; ./test.sh fmt lint … runs some of them.
# A step without its tool (cargo-deny, Chromium) is skipped with a message, or the tool installed by --install; CI=true skips nothing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
purpose=check
. "$root/packaging/tools.sh"

all_steps=(fmt lint doc test deps front e2e)
passed=0
skipped=()
failed_step=

usage() {
    cat <<'TEXT'
Usage: ./test.sh [STEP…]      (no step: all of them, in this order)
  fmt    the code is in its one form
  lint   no warning of the compiler or of clippy
  doc    the documentation of the code builds, no broken link
  test   all tests of all crates
  deps   arrows between crates, licences, sources, known vulnerabilities
  front  the TypeScript of the pages is well typed
  e2e    journeys in a real browser over the real program
./test.sh --install [--yes] [STEP…] first installs what the steps lack, after one question, or none.
TEXT
}

# Skips a step whose tool is missing; fails in CI.
skip() {
    if [ "${CI:-}" = true ]; then
        printf '%s\n' "$1" >&2
        return 1
    fi
    printf 'skipped: %s\n' "$1"
    skipped+=("$1")
}

target_folder() {
    cargo metadata --no-deps --locked --format-version 1 |
        sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p'
}

step_fmt() { cargo fmt --all --check; }

step_lint() { cargo clippy --workspace --all-targets --all-features --locked -- -D warnings; }

step_doc() {
    # --examples, see e2e/program.sh: by the features that clippy has checked the dependencies with.
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --lib --bins --examples --no-deps --document-private-items --locked
}

step_test() {
    local log counts
    log=$(mktemp)
    if has cargo-nextest; then
        cargo nextest run --workspace --locked --no-fail-fast 2>&1 | tee "$log"
        counts=$(sed -n 's/.*Summary.* \([0-9][0-9]*\) passed.*/\1/p' "$log" | tail -n 1)
    else
        cargo test --workspace --locked --no-fail-fast 2>&1 | tee "$log"
        counts=$(awk '/^test result:/ { sum += $4 } END { print sum }' "$log")
    fi
    rm -f "$log"
    passed=$((passed + ${counts:-0}))
}

# Turns a folder of plain files into the git repository of advisories that cargo-deny requires.
advisories_without_network() {
    local files=$1 config=$2 base repository
    base=$(target_folder)/advisories
    repository=$base/advisory-db-3157b0e258782691
    rm -rf "$base"
    mkdir -p "$base"
    cp -r "$files" "$repository"
    git -C "$repository" init --quiet
    git -C "$repository" add --all
    git -C "$repository" -c user.name=pecule -c user.email=pecule@localhost \
        commit --quiet --message 'Advisories' >/dev/null
    git -C "$repository" rev-parse HEAD >"$repository/.git/FETCH_HEAD"
    sed "s|^\[advisories\]|&\ndb-path = \"$base\"\nmaximum-db-staleness = \"P3650D\"|" deny.toml >"$config"
}

step_deps() {
    local files config
    if ! has cargo-deny; then
        skip 'deps: cargo-deny is missing; get it with: .ci/cargo-deny.sh, or ./test.sh --install deps'
        return
    fi
    # The crates of every platform, not only those that this one builds.
    cargo fetch --locked --quiet
    files=${PECULE_ADVISORIES:-$root/../shared/advisory-db}
    if [ -d "$files/crates" ]; then
        config=$(target_folder)/deny-without-network.toml
        advisories_without_network "$files" "$config"
        cargo deny --offline --locked --config "$config" check --hide-inclusion-graph
    else
        cargo deny --locked check --hide-inclusion-graph
    fi
    packages_of_the_pages
}

# The registry has to be asked for signatures and weaknesses: only where that is wished.
packages_of_the_pages() {
    local here=$root/crates/web/frontend work
    if [ "${PECULE_ASK_NPM:-}" != true ]; then
        printf 'npm: not asked; PECULE_ASK_NPM=true compares signatures and known weaknesses with the registry\n'
        return
    fi
    work=$(target_folder)/frontend-signatures
    mkdir -p "$work"
    cp "$here/package.json" "$here/package-lock.json" "$work"
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund && npm audit signatures && npm audit --audit-level=low)
}

step_front() {
    local here=$root/crates/web/frontend work
    if ! has npm; then
        skip 'front: npm is missing; get Node.js 20 or newer, by ./test.sh --install front, say'
        return
    fi
    # The source tree stays clean: the packages are installed in a copy under the target folder.
    work=$(target_folder)/frontend-check
    mkdir -p "$work"
    (cd "$here" && tar -cf - --exclude node_modules --exclude dist .) | (cd "$work" && tar -xf -)
    (
        cd "$work"
        if ! cmp -s package-lock.json node_modules/.locked; then
            npm ci --ignore-scripts --no-audit --no-fund
            cp package-lock.json node_modules/.locked
        fi
        npm run --silent check
    )
}

step_e2e() {
    local log counts program
    if ! "$root/e2e/chromium.sh" >/dev/null; then
        skip 'e2e: no Chromium found; install it (./test.sh --install e2e), or say where it is with PECULE_CHROMIUM=/path/to/chromium'
        return
    fi
    program=$("$root/e2e/program.sh")
    log=$(mktemp)
    PECULE_BIN=$program "$root/e2e/run.sh" 2>&1 | tee "$log"
    counts=$(sed -n 's/^[^0-9a-z]*pass \([0-9][0-9]*\)$/\1/p' "$log" | tail -n 1)
    rm -f "$log"
    passed=$((passed + ${counts:-0}))
}

# Installs what the steps lack, after one question or by --yes; what is still missing then is skipped as ever.
install_tools() {
    local step
    for step in "${steps[@]}"; do
        case $step in
        deps)
            if ! has cargo-deny; then
                lacks 'cargo-deny. Get it with:'
                line .ci/cargo-deny.sh
            fi
            ;;
        front) need_node ;;
        e2e)
            if ! "$root/e2e/chromium.sh" >/dev/null 2>&1; then
                lacks 'Chromium. Get it with:'
                package chromium chromium chromium '--cask chromium'
            fi
            ;;
        esac
    done
    [ "$missing" -eq 0 ] || install_missing "$1" || printf 'Nothing was installed.\n'
}

advice() {
    case $1 in
    fmt) printf '%s' 'run: cargo fmt --all' ;;
    lint) printf '%s' 'mend what clippy names; where it is wrong, #[expect(lint, reason = "…")] says why' ;;
    doc) printf '%s' 'mend the links that rustdoc names' ;;
    test) printf '%s' 'run the failing test alone: cargo test -p CRATE NAME' ;;
    deps) printf '%s' 'deny.toml gives the reason beside each rule, ARCHITECTURE.md draws the arrows; without a network, PECULE_ADVISORIES names a folder of advisories' ;;
    front) printf '%s' 'the message names the file under crates/web/frontend' ;;
    e2e) printf '%s' 'pictures of what the browser showed lie in e2e/out' ;;
    esac
}

run_step() {
    local name=$1 began=$SECONDS
    printf '\n── %s ──\n' "$name"
    failed_step=$name
    "step_$name"
    failed_step=
    printf '── %s: done in %d s ──\n' "$name" $((SECONDS - began))
}

finish() {
    local code=$?
    if [ -n "$failed_step" ]; then
        printf '\n%s failed. What to do: %s.\n' "$failed_step" "$(advice "$failed_step")" >&2
        printf 'Only this step again: ./test.sh %s\n' "$failed_step" >&2
        printf '%d passed, 1 failed\n' "$passed"
        exit "$code"
    fi
}

install=no
yes=no
while :; do
    case "${1:-}" in
    -h | --help)
        usage
        exit 0
        ;;
    --install) install=yes ;;
    --yes) yes=yes ;;
    *) break ;;
    esac
    shift
done
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=("${all_steps[@]}")
for step in "${steps[@]}"; do
    case " ${all_steps[*]} " in
    *" $step "*) ;;
    *)
        printf 'There is no step "%s".\n' "$step" >&2
        usage >&2
        exit 2
        ;;
    esac
done

[ "$install" = no ] || install_tools "$yes"

trap finish EXIT
for step in "${steps[@]}"; do
    run_step "$step"
done

printf '\n'
for reason in ${skipped[@]+"${skipped[@]}"}; do
    printf 'skipped: %s\n' "$reason"
done
if [ "$passed" -eq 0 ]; then
    printf 'Done: %s\n' "${steps[*]}"
elif [ ${#skipped[@]} -gt 0 ]; then
    printf '%d passed, 0 failed, %d skipped\n' "$passed" ${#skipped[@]}
else
    printf '%d passed, 0 failed\n' "$passed"
fi
