# Names what is missing to build or to check Pécule, and installs it where that is wished.
# Read by start.sh (sh) and test.sh (bash): the lines that are named are the lines that --install runs.

say() { printf '%s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

missing=0
# What installs it, one command a line; what cannot be installed by a command is not among them.
lines=

as_root() { if [ "$(id -u)" -eq 0 ]; then printf '%s' "$*"; else printf 'sudo %s' "$*"; fi; }

# Says that something is missing; `line` or `package` follow.
lacks() {
    [ "$missing" -eq 1 ] || say "Something is missing to $purpose Pécule:"
    missing=1
    say "- $1"
}

# A command that installs what was just named.
line() {
    say "    $1"
    lines="$lines$1
"
}

# The line that installs a package here: apt, dnf, pacman and brew names in this order.
package() {
    if has apt-get; then
        line "$(as_root apt-get install -y "$1")"
    elif has dnf; then
        line "$(as_root dnf install -y "$2")"
    elif has pacman; then
        line "$(as_root pacman -S --needed --noconfirm "$3")"
    elif has brew; then
        line "brew install $4"
    else
        say "    with this system's own package tool: $1"
    fi
}

# Node.js and npm, which build the pages.
need_node() {
    node=0
    if has node; then node=$(node --version | sed 's/^v\([0-9]*\).*/\1/'); fi
    if has npm && [ "$node" -ge 20 ]; then return; fi
    if [ "$node" -eq 0 ]; then lacks 'Node.js 20 or newer, with npm. Get it with:'; else
        lacks "Node.js 20 or newer, with npm: this is $(node --version). Get it with:"
    fi
    package 'nodejs npm' 'nodejs npm' 'nodejs npm' node
    say '    (where that is older than 20: https://nodejs.org/en/download)'
}

# Runs the lines after one question, or without it where the first argument is yes. Fails where nothing was run.
install_missing() {
    [ -n "$lines" ] || return 1
    if [ "$1" != yes ]; then
        if [ ! -t 0 ]; then
            say 'There is no terminal to ask at: --install --yes runs these lines without a question.'
            return 1
        fi
        printf 'Run these lines? [y/N] '
        IFS= read -r answer || return 1
        case $answer in [yYoO]*) ;; *) return 1 ;; esac
    fi
    case $lines in *apt-get*) lines="$(as_root apt-get update)
$lines" ;; esac
    sh -euxc "$lines" || return 1
    # A Rust that has just been installed.
    if ! has cargo && [ -f "$HOME/.cargo/env" ]; then . "$HOME/.cargo/env"; fi
    missing=0
    lines=
}
