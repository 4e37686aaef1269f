#!/bin/sh
<<<<<<< HEAD
# Builds Pécule if needed, makes the keys if there are none and the first person if there is nobody,
# then serves. Arguments go to `pecule serve`: ./start.sh --data DIR --listen 127.0.0.1:8017
# ./start.sh --install first installs what the build lacks, after one question; --install --yes without it.
||||||| 54265c6
# Builds Pécule if needed, makes the keys if there are none and the first person if there is nobody,
# then serves. Arguments go to `pecule serve`: ./start.sh --data DIR --listen 127.0.0.1:8017
=======
# Builds Pécule if needed, creates missing keys and the first person, then serves.
# Arguments go to `pecule serve`: ./start.sh --data DIR --listen 127.0.0.1:8017
>>>>>>> w-docs
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

<<<<<<< HEAD
||||||| 54265c6
# The line that installs something here: apt, dnf, pacman and brew names in this order.
how() {
    if has apt-get; then
        say "    sudo apt-get install $1"
    elif has dnf; then
        say "    sudo dnf install $2"
    elif has pacman; then
        say "    sudo pacman -S --needed $3"
    elif has brew; then
        say "    brew install $4"
    else
        say "    with this system's own package tool: $1"
    fi
}

missing=0
lacks() {
    [ "$missing" -eq 1 ] || say 'Something is missing to build Pécule:'
    missing=1
    say "- $1"
}

=======
# Prints the command that installs a package; arguments: its names for apt, dnf, pacman and brew.
how() {
    if has apt-get; then
        say "    sudo apt-get install $1"
    elif has dnf; then
        say "    sudo dnf install $2"
    elif has pacman; then
        say "    sudo pacman -S --needed $3"
    elif has brew; then
        say "    brew install $4"
    else
        say "    with this system's own package tool: $1"
    fi
}

missing=0
lacks() {
    [ "$missing" -eq 1 ] || say 'Something is missing to build Pécule:'
    missing=1
    say "- $1"
}

>>>>>>> w-docs
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
<<<<<<< HEAD
    need_node
}

need_tools() {
    check_tools
    [ "$missing" -eq 1 ] || return 0
    if [ "$install" = yes ] && install_missing "$yes"; then
        check_tools
        [ "$missing" -eq 1 ] || return 0
||||||| 54265c6
    if ! has make; then
        lacks 'make. Get it with:'
        if [ "$(uname -s)" = Darwin ]; then say '    xcode-select --install'; else
            how make make make make
        fi
    fi
    # OpenSSL, which SQLCipher stands on, configures itself with these parts of Perl.
    if ! has perl || ! perl -MFindBin -MIPC::Cmd -MFile::Compare -MFile::Copy -e 1 2>/dev/null; then
        lacks 'Perl with its standard modules. Get it with:'
        how perl perl-core perl perl
    fi
    node=0
    if has node; then node=$(node --version | sed 's/^v\([0-9]*\).*/\1/'); fi
    if ! has npm || [ "$node" -lt 20 ]; then
        if [ "$node" -eq 0 ]; then lacks 'Node.js 20 or newer, with npm. Get it with:'; else
            lacks "Node.js 20 or newer, with npm: this is $(node --version). Get it with:"
        fi
        how 'nodejs npm' 'nodejs npm' 'nodejs npm' node
        say '    (where that is older than 20: https://nodejs.org/en/download)'
    fi
    if [ "$missing" -eq 1 ]; then
        say 'Then run ./start.sh again.'
        exit 1
=======
    if ! has make; then
        lacks 'make. Get it with:'
        if [ "$(uname -s)" = Darwin ]; then say '    xcode-select --install'; else
            how make make make make
        fi
    fi
    # The build of OpenSSL, which SQLCipher uses, needs these Perl modules.
    if ! has perl || ! perl -MFindBin -MIPC::Cmd -MFile::Compare -MFile::Copy -e 1 2>/dev/null; then
        lacks 'Perl with its standard modules. Get it with:'
        how perl perl-core perl perl
    fi
    node=0
    if has node; then node=$(node --version | sed 's/^v\([0-9]*\).*/\1/'); fi
    if ! has npm || [ "$node" -lt 20 ]; then
        if [ "$node" -eq 0 ]; then lacks 'Node.js 20 or newer, with npm. Get it with:'; else
            lacks "Node.js 20 or newer, with npm: this is $(node --version). Get it with:"
        fi
        how 'nodejs npm' 'nodejs npm' 'nodejs npm' node
        say '    (where that is older than 20: https://nodejs.org/en/download)'
    fi
    if [ "$missing" -eq 1 ]; then
        say 'Then run ./start.sh again.'
        exit 1
>>>>>>> w-docs
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
