#!/usr/bin/env bash
# How long questions to an index take, the whole process each.
#
#   testdata/ask.sh [TREE] [RUNS]
#
# TREE is a tree that "kwic build" has indexed, the one around the current folder
# if not given. RUNS is the number of timed runs of each question, 15 if not
# given. The questions are asked in turn, so that a machine that slows down
# meanwhile does so for all of them; medians and bests are printed.
#
# Needs bash 5 and Go.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
runs=${2:-15}
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
kwic=$base/kwic
(cd "$here" && CGO_ENABLED=0 go build -o "$kwic" ./cmd/kwic)
cd "${1:-.}"

# one QUERY: the first value of its result.
one() { "$kwic" sql --format tsv "$1" | sed -n 2p; }

# A common word of one part, its beginning, and the word with two letters changed
# places; a long name for a near miss of its own.
word=$(one "SELECT key FROM keywords WHERE key NOT GLOB '*[^a-z]*' AND length(key) BETWEEN 6 AND 9 ORDER BY files DESC, key LIMIT 1")
path=$(one "SELECT path FROM keyword_files WHERE key = '$word' ORDER BY rank, path LIMIT 1")
second=$(one "SELECT key FROM keywords WHERE key NOT GLOB '*[^a-z]*' AND length(key) BETWEEN 6 AND 9 ORDER BY files DESC, key LIMIT 1 OFFSET 1")
slip=${word:0:2}${word:3:1}${word:2:1}${word:4}x

names=() # of the questions, in order
# ask NAME ARGUMENT…: asks once, and notes the milliseconds under the name.
ask() {
  local name=$1 from to
  shift
  from=$EPOCHREALTIME
  "$kwic" "$@" >"$base/output" 2>&1 || true # a near miss ends with 1
  to=$EPOCHREALTIME
  if [[ ! -f $base/$name ]]; then names+=("$name"); fi
  awk -v a="$from" -v b="$to" 'BEGIN { printf "%.2f\n", 1000 * (b - a) }' >>"$base/$name"
}

for ((run = 0; run < runs; run++)); do
  ask start version
  ask exact find "$word" --limit 20 --kind term --role title,heading
  ask all-levels find "$word"
  ask letter find "${word:0:1}"
  ask two-letters find "${word:0:2}"
  ask prefix find "${word:0:5}"
  ask sub-word find "x $word" --limit 20
  ask sub-words find "${word:0:2} ${second:0:2}"
  ask near-miss find "$slip"
  ask documents find -l "$word"
  ask count find --count "$word"
  ask json find "$word" --json
  ask json-kind find "$word" --json --kind term --role heading
  ask json-folder find "$word" --json --in "${path%%/*}/"
  ask json-letter find "${word:0:1}" --json
  ask json-letter-folder find "${word:0:1}" --json --in "${path%%/*}/"
  ask show show "$path"
  ask sql-key sql "SELECT path, line FROM keyword_files WHERE key = '$word' AND role = 'title' LIMIT 20"
  ask sql-path sql "SELECT keyword, line FROM keyword_files WHERE path = '$path' ORDER BY rank"
  ask related related "$path"
  ask stats stats
done
echo "\"$word\", \"$second\", \"$slip\"; milliseconds of $runs runs"
for name in "${names[@]}"; do
  sort -n "$base/$name" | awk -v name="$name" '{ v[NR] = $1 } END { printf "%-18s median %7.1f   best %7.1f\n", name, v[int((NR + 1) / 2)], v[1] }'
done
