#!/usr/bin/env bash
# Backs up, proves and restores invented households of so many megabytes (10 100 1000), and prints how long each took and
# the most memory it held. The restore begins with an empty folder, the backup and the kit, and ends with the totals: they
# must be the same to the cent, in under 5 minutes. Takes six times the size on the disk of $TMPDIR.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$(cd "$root" && cargo metadata --no-deps --locked --format-version 1 | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
pecule=${PECULE_BIN:-$target/release/pecule}
bench=${PECULE_BENCH_BIN:-$target/release/pecule-bench}
longest=300
if [ $# -eq 0 ]; then set -- 10 100 1000; fi
[ -x /usr/bin/time ] || { echo "GNU time is needed: apt-get install time" >&2; exit 1; }

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
(umask 077 && printf 'tilleul-voltige-39-brume-ocre' >password)

# Runs a command; its seconds and its most memory in MB are then in $seconds and $memory.
measured() {
    /usr/bin/time -o took -f '%e %M' "$@"
    read -r seconds memory <took
    memory=$((memory / 1024))
}

totals() {
    local who=(--data "$1" --as Claire --password-file password --json)
    "$pecule" report summary "${who[@]}" && "$pecule" report holdings "${who[@]}" && "$pecule" report accounts "${who[@]}"
}
export -f totals
export pecule

format='%8s | %9s | %12s | %12s | %12s | %s\n'
printf "$format" 'books MB' 'backup MB' 'backup' 'drill' 'restore' 'totals'
for megabytes in "$@"; do
    rm -rf data new kit.html recovery
    "$pecule" keygen --data data --kit kit.html >/dev/null
    "$pecule" setup --data data --name Claire --password-file password --recovery-file recovery >/dev/null
    "$pecule" demo --data data --as Claire --password-file password >/dev/null
    filled=$("$bench" fill --megabytes "$megabytes" --data data --as Claire --password-file password)
    totals data >before.json

    measured "$pecule" backup now --data data >file
    backup="$seconds s $memory MB" file=$(<file)
    bytes=$(($(stat -c %s "$file") / 1000000))
    measured "$pecule" drill --data data --json >drill.json
    drill="$seconds s $memory MB"
    grep -q '"proven": *true' drill.json || { cat drill.json >&2; exit 1; }

    # What is left after the loss of the machine: the file and the kit.
    mv "$file" backup.age
    rm -rf data
    measured bash -ceu '"$pecule" restore backup.age --kit kit.html --data new >/dev/null; totals new >after.json'
    restore="$seconds s $memory MB"
    cmp -s before.json after.json || { echo "the totals of $megabytes MB differ" >&2; diff before.json after.json >&2; exit 1; }
    printf "$format" "${filled% MB}" "$bytes" "$backup" "$drill" "$restore" 'equal'
    [ "${seconds%.*}" -lt "$longest" ] || { echo "restoring $megabytes MB took longer than $longest s" >&2; exit 1; }
    rm -rf new backup.age
done
