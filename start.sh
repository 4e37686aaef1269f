#!/bin/sh
# Builds Pécule if needed, creates missing keys and the first person, then serves.
# Arguments go to `pecule serve`: ./start.sh --data DIR --listen 127.0.0.1:8017
# ./start.sh --install first installs missing build tools, after one question; --install --yes without it.
set -eu
root=$(cd "$(dirname "$0")" && pwd)
purpose=build
. "$root/packaging/tools.sh"

install=no
yes=no
while :; do
    case ${1:-} in
    --install) install=yes ;;
    --yes) yes=yes ;;
    *) break ;;
    esac
    shift
done

# ── What the build needs ─────────────────────────────────────────────────────────────────────────

# at_least 1.95 1.97.2 → yes
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n | head -n 1)" = "$1" ]
}

check_rust() {
    if ! has cargo || ! has rustc; then
        lacks 'Rust 1.95 or newer (rustc, cargo). Get it with:'
        line "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y"
        say '    then open a new terminal'
        return
    fi
    # From the root, because rustup installs the version of its rust-toolchain.toml.
    if ! rust=$(cd "$root" && rustc --version); then
        lacks 'The Rust toolchain of rust-toolchain.toml. Get it with:'
        line "(cd '$root' && rustup toolchain install)"
        return
    fi
    rust=$(say "$rust" | sed 's/^rustc \([0-9.]*\).*/\1/')
    if ! at_least 1.95 "$rust"; then
        lacks "Rust 1.95 or newer: this is $rust. Get it with:"
        if has rustup; then line 'rustup update'; else
            line "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y"
        fi
    fi
}

check_tools() {
    check_rust
    if ! has cc && ! has gcc && ! has clang; then
        lacks 'a C compiler. Get it with:'
        if [ "$(uname -s)" = Darwin ]; then line 'xcode-select --install'; else
            package build-essential gcc base-devel gcc
        fi
    fi
    need_node
}

need_tools() {
    check_tools
    [ "$missing" -eq 1 ] || return 0
    if [ "$install" = yes ] && install_missing "$yes"; then
        check_tools
        [ "$missing" -eq 1 ] || return 0
    fi
    say 'Then run ./start.sh again (./start.sh --install runs the lines above).'
    exit 1
}

# ── The program ──────────────────────────────────────────────────────────────────────────────────

build() {
    # PECULE_BIN names a built program, for example of a package; then nothing is built.
    if [ -n "${PECULE_BIN:-}" ]; then
        pecule=$PECULE_BIN
        return
    fi
    need_tools >&2
    target=$(cd "$root" && cargo metadata --no-deps --locked --format-version 1 |
        sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
    pecule=$target/release/pecule
    [ -x "$pecule" ] || say 'Building Pécule: several minutes the first time, seconds afterwards.'
    (cd "$root" && cargo build --release --locked -p pecule-cli)
}

# ── The household ────────────────────────────────────────────────────────────────────────────────

# Prints the value of --data; without it the program uses PECULE_DATA, then its default.
data_of() {
    while [ $# -gt 0 ]; do
        case $1 in
        --data)
            [ $# -gt 1 ] || break
            printf '%s\n' "$2"
            return
            ;;
        --data=*)
            printf '%s\n' "${1#--data=}"
            return
            ;;
        esac
        shift
    done
}

about() { say "$state" | sed -n "s/^$1: //p"; }

first_person() {
    say ''
    say 'Nobody lives in this household yet. / Personne ne vit encore dans ce foyer.'
    say 'Your name, or Enter to go on in the browser. / Votre nom, ou Entrée pour continuer au navigateur.'
    printf '> '
    if IFS= read -r name && [ -n "$name" ]; then
        "$pecule" setup --name "$name"
    fi
}

build
data=$(data_of "$@")
[ -z "$data" ] || export PECULE_DATA="$data"

state=$("$pecule" status)
if [ "$(about keys)" != yes ]; then
    "$pecule" keygen
    state=$("$pecule" status)
fi
# Without a terminal, `serve` prints a one-time code for the first person instead of asking.
if [ "$(about people)" = 0 ] && [ -t 0 ]; then
    first_person
fi
exec "$pecule" serve "$@"
