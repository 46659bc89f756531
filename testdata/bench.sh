#!/usr/bin/env bash
# How long builds take on a tree, beside what other programs take on the same one.
#
#   testdata/bench.sh [TREE] [RUNS]
#
# TREE is a git work tree with Markdown documents; its tracked files are copied,
# and nothing is written into it. Without TREE, the shared corpus is taken where
# it is there. RUNS is the number of timed runs of each command, 5 if not given.
#
# The commands run in turn, so that a machine that slows down meanwhile does so
# for all of them; the medians are printed. Each cold build writes to a folder of
# its own, and nothing is deleted before the end: making files is slow for a
# while after thousands were deleted.
#
# Needs bash 5, git and Go; ctags where there is one; GNU time, or Linux's /proc,
# for memory.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=${1:-}
runs=${2:-5}
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT

if [[ -z $tree ]]; then
  if [[ ! -x $here/../shared/corpus/unpack ]]; then
    echo "usage: testdata/bench.sh TREE [RUNS]" >&2
    exit 2
  fi
  "$here/../shared/corpus/unpack" "$base/corpus" >/dev/null
  tree=$base/corpus
fi
git -C "$tree" rev-parse --is-inside-work-tree >/dev/null

kwic=$base/kwic
(cd "$here" && CGO_ENABLED=0 go build -o "$kwic" ./cmd/kwic)

# quiet_git FOLDER ARGUMENT…: git with nobody's settings and no output.
quiet_git() {
  GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git -C "$1" -c user.name=bench -c user.email=bench@localhost -c gc.auto=0 "${@:2}" >/dev/null
}

# copy FOLDER: the tree's tracked files, committed in a repository of their own.
copy() {
  mkdir "$1"
  (cd "$tree" && git ls-files -z | while IFS= read -r -d '' file; do
    if [[ -f $file && ! -L $file ]]; then printf '%s\0' "$file"; fi
  done | tar --null --files-from=- -cf -) | tar -xf - -C "$1"
  quiet_git "$1" init -q
  quiet_git "$1" add --all
  quiet_git "$1" commit -q -m tree
}

# timed NAME COMMAND…: runs a command and notes its seconds under the name.
timed() {
  local name=$1 from to
  shift
  from=$EPOCHREALTIME
  "$@" >"$base/output" 2>&1 || { cat "$base/output" >&2; exit 1; }
  to=$EPOCHREALTIME
  awk -v a="$from" -v b="$to" 'BEGIN { printf "%.4f\n", b - a }' >>"$base/times-$name"
}

# median NAME: the median of what was noted; nothing where nothing was.
median() {
  [[ -f $base/times-$1 ]] || return 0
  sort -n "$base/times-$1" | awk '{ v[NR] = $1 } END { printf "%.3f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# peak PROGRAM…: the most memory that a program held, in MB.
peak() {
  if /usr/bin/time -f %M true 2>/dev/null; then
    /usr/bin/time -o "$base/memory" -f %M "$@" >/dev/null 2>&1
    awk '{ printf "%.0f", $1 / 1024 }' "$base/memory"
    return
  fi
  local most=0 now
  "$@" >/dev/null 2>&1 &
  while now=$(awk '/^VmHWM:/ { print $2 }' "/proc/$!/status" 2>/dev/null); do
    most=${now:-$most}
    sleep 0.01
  done
  wait "$!"
  awk -v kb="$most" 'BEGIN { if (kb > 0) printf "%.0f", kb / 1024; else printf "-" }'
}

bytes_in() { find "$1" -type f -name '*.md' -exec cat {} + | wc -c | tr -d ' '; }

status() { GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git -C "$1" status --porcelain; }

# --- the trees ---------------------------------------------------------------

plain=$base/plain # without pages: cold builds and ctags
copy "$plain"
kept=$base/kept # with its pages tracked by git: nothing changed, one document edited
copy "$kept"
"$kwic" build "$kept" --out "$kept/keyword-pages" --quiet
quiet_git "$kept" add --all
quiet_git "$kept" commit -q -m pages

keep() { "$kwic" build "$kept" --out "$kept/keyword-pages" --quiet; }
cold() { "$kwic" build "$plain" --out "$base/cold-$1/pages" --db "$base/cold-$1/index.db" --quiet; }
document=$(cd "$kept" && "$kwic" sql "SELECT path FROM files ORDER BY abs(size - (SELECT avg(size) FROM files)), path LIMIT 1" --format tsv | tail -n 1)

# settle: git and kwic look at files that were written a moment ago once more.
settle() {
  sleep 0.1
  keep
  status "$kept" >/dev/null
}

# --- the runs ----------------------------------------------------------------

mkdir "$base/cold-0" && cold 0 # the first one finds no file in memory
ctags=$(command -v ctags || true)
for ((run = 1; run <= runs; run++)); do
  mkdir "$base/cold-$run"
  timed cold cold "$run"
  if [[ -n $ctags ]]; then
    timed ctags "$ctags" -R -f "$base/tags-$run" "$plain"
  fi
  settle
  timed nothing keep
  timed status status "$kept"
  printf '\nThe word `bench_word_%d` is new.\n' "$run" >>"$kept/$document"
  timed edited keep
  quiet_git "$kept" add --all
  quiet_git "$kept" commit -q -m edit
done
settle
mkdir "$base/cold-memory"
memory_cold=$(peak "$kwic" build "$plain" --out "$base/cold-memory/pages" --db "$base/cold-memory/index.db" --quiet)
memory_nothing=$(peak "$kwic" build "$kept" --out "$kept/keyword-pages" --quiet)

# --- the results -------------------------------------------------------------

indexed=$("$kwic" sql "SELECT coalesce(sum(size), 0) FROM files" --db "$base/cold-1/index.db" --format tsv | tail -n 1)
documents=$("$kwic" sql "SELECT count(*) FROM files" --db "$base/cold-1/index.db" --format tsv | tail -n 1)
database=$(wc -c <"$base/cold-1/index.db" | tr -d ' ')
pages=$(bytes_in "$base/cold-1/pages")

# line NAME SECONDS [OTHER OTHER-SECONDS]: one line of the report.
line() {
  awk -v name="$1" -v seconds="$2" -v other="${3:-}" -v than="${4:-}" 'BEGIN {
    printf "%-32s %8.3f s", name, seconds
    if (than + 0 > 0) printf "   %5.2f x %s", seconds / than, other
    print ""
  }'
}

awk -v n="$documents" -v b="$indexed" -v r="$runs" 'BEGIN { printf "%d documents, %.1f MB; medians of %d runs\n\n", n, b / 1e6, r }'
line 'cold build, all pages' "$(median cold)" 'ctags -R' "$(median ctags)"
if [[ -n $ctags ]]; then line 'ctags -R' "$(median ctags)"; fi
line 'nothing changed' "$(median nothing)" 'git status' "$(median status)"
line 'git status --porcelain' "$(median status)"
line 'one document edited' "$(median edited)" 'nothing changed' "$(median nothing)"
printf '%-32s %8s MB\n' 'memory, cold build' "$memory_cold" 'memory, nothing changed' "$memory_nothing"
awk -v b="$indexed" -v d="$database" -v p="$pages" 'BEGIN {
  printf "%-32s %8.1f MB   %5.2f x the bytes indexed\n", "database", d / 1e6, d / b
  printf "%-32s %8.1f MB   %5.2f x the bytes indexed\n", "pages", p / 1e6, p / b
}'
