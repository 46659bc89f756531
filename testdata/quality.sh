#!/usr/bin/env bash
# How well kwic's keywords agree with the index terms that writers gave the same
# documents.
#
#   testdata/quality.sh CORPUS SCORER [TOP]
#
# CORPUS is a folder of Markdown documents whose front matter holds index terms.
# SCORER is a program with the two commands
#
#   SCORER prepare CORPUS FOLDER LABELS   copies the documents without their terms
#   SCORER score LABELS KEYWORDS          prints the figures; KEYWORDS holds
#                                         path, tab, keyword, best first
#
# It is called with python3 if its name ends in .py. With TOP, no more keywords of
# a document are looked at than that. Nothing is written into CORPUS.
set -euo pipefail
export LC_ALL=C

if (($# < 2)); then
  echo "usage: testdata/quality.sh CORPUS SCORER [TOP]" >&2
  exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
corpus=$(cd "$1" && pwd)
scorer=("$2")
[[ $2 != *.py ]] || scorer=(python3 "$2")
top=${3:-0}
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT

(cd "$here" && go build -o "$base/kwic" ./cmd/kwic)
"${scorer[@]}" prepare "$corpus" "$base/documents" "$base/labels"
"$base/kwic" build --no-pages "$base/documents" >&2

where=""
((top == 0)) || where="WHERE rank <= $top"
(cd "$base/documents" &&
  "$base/kwic" sql --format tsv "SELECT path, keyword FROM keyword_files $where ORDER BY path, rank") |
  tail -n +2 >"$base/keywords"
"${scorer[@]}" score "$base/labels" "$base/keywords"
