#!/usr/bin/env bash
# Runs the examples for app developers against a real node with the demo's
# offers, as their README says, and looks at what they print.
#
#   tests/examples/examples_test.sh BUILD_DIR EXAMPLES_DIR
#
# EXAMPLES_DIR: stubs/, generated for Python; node/, installed.
set -euo pipefail

readonly BUILD="$(cd "$1" && pwd)"
readonly EXAMPLES="$(cd "$2" && pwd)"
readonly ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
source "$ROOT/tests/demo/common.sh"
readonly PYTHON=(env "PYTHONPATH=$EXAMPLES/stubs" /usr/bin/python3 -B)

# More than two pages of the examples'.
readonly GROUPS_COUNT=45

example() {
  local language=$1 verb=$2
  shift 2
  case $language in
    python) "${PYTHON[@]}" "$ROOT/clients/examples/python/$verb.py" "$@" ;;
    node) node "$EXAMPLES/node/$verb.js" "$@" ;;
  esac
}

# expect WHAT FILE LINE…: each is a line of the file.
expect() {
  local what=$1 file=$2 line
  shift 2
  for line in "$@"; do
    grep -qxF -- "$line" "$file" ||
      fail "$what: no line is \"$line\" in: $(cat "$file")"
  done
}

# expect_failure CODE WORDS LANGUAGE VERB ARGUMENT…
expect_failure() {
  local wanted=$1 words=$2 code=0
  shift 2
  example "$@" >"$WORK/out" 2>"$WORK/err" || code=$?
  ((code == wanted)) || fail "$*: ends with $code, wanted $wanted"
  grep -qF -- "$words" "$WORK/err" || fail "$*: $(cat "$WORK/err")"
}

# publish AUTHORITY FILE SCOPE
publish() {
  TOKEN="${TOKEN_OF[$1]}" at node "$LOCALOFFER" publish "$2" \
    --authority "$1" --yes "$3" >"$WORK/published" 2>&1 ||
    fail "$(cat "$WORK/published")"
}

add_to_bristol() {
  printf '%s\n' "reference,name,status,provider_name" \
    "$1,$2,active,Example Swimming Trust" >"$WORK/one.csv"
  publish Bristol "$WORK/one.csv" --part
}

many_groups() {
  local i
  echo "reference,name,status,provider_name"
  for ((i = 1; i <= GROUPS_COUNT; ++i)); do
    echo "WI-$i,Quillby group $i,active,Example Play Association"
  done
}

searches() {
  local language=$1
  example "$language" search somewhere to stay overnight --postcode "BS1 4DJ" \
    --age 7 >"$WORK/found"
  expect "$language: a search" "$WORK/found" \
    "Overnight respite at Example Children's Hospice" \
    "  Example Children's Hospice · ages 0 to 18 · serves City of Bristol" \
    "  https://hospice.example.org/stay" \
    "  from the local offer of City of Bristol, checked $(date +%F)"
  example "$language" search quillby --limit 100 >"$WORK/found"
  expect "$language: all pages" "$WORK/found" "$GROUPS_COUNT found"
  (($(grep '^Quillby group' "$WORK/found" | sort -u | wc -l) == GROUPS_COUNT)) ||
    fail "$language: not every page was read: $(cat "$WORK/found")"
  example "$language" search quillby --limit 3 >"$WORK/found"
  (($(grep -c '^Quillby group' "$WORK/found") == 3)) ||
    fail "$language: --limit 3 shows $(cat "$WORK/found")"
  expect_failure 2 "INVALID_ARGUMENT: filter.serves.postcode" \
    "$language" search hospice --postcode nonsense
}

asks_again() {
  local language=$1
  : >"$WORK/unsteady"
  "${PYTHON[@]}" "$ROOT/tests/examples/unsteady_node.py" >"$WORK/unsteady" &
  PID_OF[unsteady]=$!
  await "the unsteady node listens" test -s "$WORK/unsteady"
  LOCALOFFER_SERVER="$(head -1 "$WORK/unsteady")" \
    example "$language" search anything >"$WORK/found" 2>&1 || true
  stop_node unsteady
  expect "$language: a node that refuses twice" "$WORK/found" "Answered at last"
  expect "$language: a node that refuses twice" "$WORK/unsteady" "asked 3 times"
  # Where nobody listens any more.
  LOCALOFFER_SERVER="$(head -1 "$WORK/unsteady")" expect_failure 5 \
    "can't be reached just now" "$language" search anything
}

tells() { grep -qE -- "^[0-9]+ $(date +%Y)-[0-9-]+T[0-9:]+Z $2" "$WORK/$1.told"; }

follows() {
  local language=$1 lines
  expect_failure 3 "NOT_FOUND" "$language" follow E06000024
  example "$language" follow E06000023 >"$WORK/$language.told" \
    2>"$WORK/$language.remarks" &
  PID_OF[$language-follower]=$!
  await "$language tells what was published before" \
    tells "$language" "published [0-9a-f-]+: Saturday play club$"
  add_to_bristol "BR-$language-1" "Hydrotherapy pool"
  await "$language tells what is published now" \
    tells "$language" "published [0-9a-f-]+: Hydrotherapy pool$"
  stop_node node
  start_node node "$LOCALOFFER_SERVER"
  add_to_bristol "BR-$language-2" "Night sitting service"
  await "$language tells what is published after the node was away" \
    tells "$language" "published [0-9a-f-]+: Night sitting service$"
  stop_node "$language-follower"
  # Each change once, in order, from the first.
  lines=$(wc -l <"$WORK/$language.told")
  diff <(cut -d ' ' -f 1 "$WORK/$language.told") <(seq 0 $((lines - 1))) ||
    fail "$language: changes are missing, or told twice"
  grep -q again "$WORK/$language.remarks" ||
    fail "$language: says nothing of the broken stream"
}

declare -A TOKEN_OF
start_node node 127.0.0.1:0
export LOCALOFFER_SERVER="${ADDRESS_OF[node]}"
for authority in Bristol Wiltshire; do
  TOKEN_OF[$authority]="$(token_for node "$authority")"
done
publish Bristol "$(offer bristol.csv)" --full
many_groups >"$WORK/groups.csv"
publish Wiltshire "$WORK/groups.csv" --full
for language in python node; do
  searches "$language"
  asks_again "$language"
  follows "$language"
  echo "ok      $language"
done
