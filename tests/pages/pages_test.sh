#!/usr/bin/env bash
# The pages in a real browser: starts a node on a temporary directory with the
# demo's offers, and runs the tests against it. Debian's Chromium, as whoever
# calls, root included; what npm brings goes into FOLDER.
#
# Playwright stays below 1.62, which wants a newer Node than Debian 12 has.
#
#   tests/pages/pages_test.sh BUILD_DIR FOLDER
set -euo pipefail

readonly BUILD="$(cd "$1" && pwd)"
readonly TESTS="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly STYLES="$TESTS/../../services/gateway/pages/style"
mkdir -p "$2"
readonly FOLDER="$(cd "$2" && pwd)"
source "$TESTS/../demo/common.sh"

publish() {
  LOCALOFFER_TOKEN="$(token_for node "$1")" "$LOCALOFFER" publish \
    "$(offer "$2")" --authority "$1" --full --yes >>"$WORK/published"
}

cp "$TESTS"/package.json "$TESTS"/*.mjs "$FOLDER"
# What a build without npm has.
cat "$STYLES/plain.css" "$STYLES/pages.css" >"$FOLDER/plain.css"
(cd "$FOLDER" && npm install --no-save --no-package-lock --no-audit --no-fund \
  --ignore-scripts --loglevel=error >"$FOLDER/npm.log")

start_node node 127.0.0.1:0 --http 127.0.0.1:0
export LOCALOFFER_SERVER="${ADDRESS_OF[node]}"
publish Bristol bristol.csv
publish "South Gloucestershire" south-gloucestershire.json
publish "North Somerset" north-somerset.json
publish "Bath and North East Somerset" bath.csv
publish Wiltshire wiltshire.csv
LOCALOFFER_TOKEN="$(token_for node Wiltshire)" "$LOCALOFFER" declare-nil \
  Wiltshire LO-C9 --reason "Example only" >>"$WORK/published"
LOCALOFFER_TOKEN="$(token_for node Bristol)" "$LOCALOFFER" edition create \
  "1 September 2026" --authority Bristol >>"$WORK/published"
withdrawn="$("$LOCALOFFER" --output json search hospice \
  --authority "North Somerset" |
  sed -n 's/.*"name": *"\(authorities\/[^"]*\)".*/\1/p' | head -1)"
LOCALOFFER_TOKEN="$(token_for node "North Somerset")" "$LOCALOFFER" withdraw \
  "$withdrawn" --reason "Example only" >>"$WORK/published"

export PAGES_URL="http://$(sed -n 's/^HTTP on //p' "$WORK/node.out")"
export PAGES_WITHDRAWN="$withdrawn" PAGES_WORK="$WORK"
cd "$FOLDER"
timeout 900 node --test --test-reporter=spec ./*.test.mjs
