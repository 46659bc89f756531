#!/usr/bin/env bash
# Runs every fuzz target of the project, one after the other, and prints a line for each: how often it was run, and what came of
# it. What is found stands in testdata/fuzz beside the target; the next `go test` tries it.
#
#   testdata/fuzz.sh [SECONDS] [PATTERN]    60 seconds each; only targets whose names match the pattern
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-60} pattern=${2:-.}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

targets=$(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' . | sed -E 's|^\./(.*)/[^/]*:func (.*)|\1 \2|' | LC_ALL=C sort)
number=0 executions=0 failed=0 from=$SECONDS
printf '%-36s %12s  %s\n' target executions result
while read -r folder target; do
  [[ $target =~ $pattern ]] || continue
  number=$((number + 1)) result=ok
  if ! nice go test "./$folder" -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" -fuzzminimizetime 2s >"$log" 2>&1; then
    result=FAIL failed=$((failed + 1))
  fi
  runs=$(sed -nE 's/^fuzz: elapsed: .*execs: ([0-9]+) .*/\1/p' "$log" | tail -n 1)
  executions=$((executions + ${runs:-0}))
  printf '%-36s %12s  %s\n' "$folder $target" "${runs:-0}" "$result"
  [[ $result == ok ]] || sed 's/^/  /' "$log"
done <<<"$targets"
printf '%d targets, %d executions, %d failed, %d s\n' "$number" "$executions" "$failed" $((SECONDS - from))
((failed == 0))
