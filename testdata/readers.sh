#!/usr/bin/env bash
# What readers see while an index is built for the first time.
#
#   testdata/readers.sh [TREE] [READERS]
#
# Builds the index of TREE (the current folder if not given) and its pages in a
# temporary folder, from nothing, while READERS processes (20 if not given) ask it
# again and again, each by kwic, sqlite3 and Python's sqlite3 in turn, as far as
# these are there. Prints how many answers were which state of the index, how many
# failed, and the longest time that one took beside the medians.
#
# Needs bash 5 and Go.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=$(cd "${1:-.}" && pwd)
readers=${2:-20}
base=$(mktemp -d)
trap 'touch "$base/done"; wait; rm -rf "$base"' EXIT
kwic=$base/kwic
(cd "$here" && CGO_ENABLED=0 go build -o "$kwic" ./cmd/kwic)
db=$base/index.db
query="SELECT built || ' ' || (SELECT count(*) FROM files) || ' ' || (SELECT count(*) FROM sections) || ' ' || (SELECT count(*) FROM keywords) FROM meta"

ways=(kwic)
if command -v sqlite3 >/dev/null; then ways+=(sqlite3); fi
if python3 -c 'import sqlite3' 2>/dev/null; then ways+=(python); fi

# answer WAY: the state that it sees.
answer() {
  case $1 in
  kwic) "$kwic" sql --db "$db" --format tsv "$query" | tail -n 1 ;;
  sqlite3) sqlite3 -readonly -cmd '.timeout 5000' "$db" "$query" ;;
  python) python3 -c 'import sqlite3, sys
print(sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute(sys.argv[2]).fetchone()[0])' "$db" "$query" ;;
  esac
}

# reader N: asks until the build is over, a line an answer: way, milliseconds, state.
reader() {
  local n=$1 way from to state
  until [[ -e $base/done ]]; do
    way=${ways[n++ % ${#ways[@]}]}
    from=$EPOCHREALTIME
    state=$(answer "$way" 2>>"$base/errors") || state=failed
    to=$EPOCHREALTIME
    awk -v way="$way" -v a="$from" -v b="$to" -v state="$state" 'BEGIN { printf "%s\t%.1f\t%s\n", way, 1000 * (b - a), state }'
  done >"$base/reader-$1"
}

(cd "$tree" && "$kwic" build --quiet --db "$db" --out "$base/pages") &
build=$!
until [[ -e $db ]]; do sleep 0.001; done
for ((i = 0; i < readers; i++)); do reader "$i" & done
wait "$build"
sleep 0.1 # for some answers of the end
touch "$base/done"
wait

echo "states (built, files, sections, keywords) and how often each was seen:"
cut -f 3 "$base"/reader-* | sort | uniq -c
grep -v '^note: ' "$base/errors" || true
echo "milliseconds, median and longest, while $readers asked at once:"
for way in "${ways[@]}"; do
  awk -v way="$way" -F '\t' '$1 == way { print $2 }' "$base"/reader-* | sort -n |
    awk -v way="$way" '{ t[NR] = $1 } END { printf "  %-8s %8.1f %8.1f  %d answers\n", way, t[int((NR + 1) / 2)], t[NR], NR }'
done
