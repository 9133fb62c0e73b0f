#!/usr/bin/env bash
# Runs a demo to its end, which has to succeed, and expects lines in what it
# tells. A port of its own choice keeps it apart from whatever else runs.
#
#   tests/demo/demo_test.sh BUILD_DIR SCRIPT REGEX…
set -euo pipefail

readonly BUILD=$1 SCRIPT=$2
shift 2
told="$(LOCALOFFER_DEMO_PORT=0 LOCALOFFER_DEMO_HTTP_PORT=0 "$(dirname "${BASH_SOURCE[0]}")/$SCRIPT" \
  "$BUILD" --once 2>&1)" || { printf '%s\n' "$told"; exit 1; }
missing=0
for line in "$@"; do
  grep -qE -- "$line" <<<"$told" && continue
  printf 'nothing it tells is like: %s\n' "$line"
  missing=1
done
((missing == 0)) || { printf '%s\n' "$told"; exit 1; }
