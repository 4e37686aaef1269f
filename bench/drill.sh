#!/usr/bin/env bash
# Measures backup, drill and restore of sample households of so many megabytes (10 100 1000): time and peak memory. The
# restore starts with an empty folder, the backup and the kit, and ends with the totals, which must be equal to the cent, in
# under 5 minutes. Needs six times the size on the disk of $TMPDIR.
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

# Runs a command, and sets $seconds and $memory to its time and peak memory in MB.
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

    # After the loss of the machine only the file and the kit remain.
    mv "$file" backup.age
    rm -rf data
    measured bash -ceu '"$pecule" restore backup.age --kit kit.html --data new >/dev/null; totals new >after.json'
    restore="$seconds s $memory MB"
    cmp -s before.json after.json || { echo "the totals of $megabytes MB differ" >&2; diff before.json after.json >&2; exit 1; }
    printf "$format" "${filled% MB}" "$bytes" "$backup" "$drill" "$restore" 'equal'
    [ "${seconds%.*}" -lt "$longest" ] || { echo "restoring $megabytes MB took longer than $longest s" >&2; exit 1; }
    rm -rf new backup.age
done
