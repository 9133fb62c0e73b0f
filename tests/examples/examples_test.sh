#!/usr/bin/env bash
# Runs the examples for app developers against a real node with the demo's
# offers, as their README says, and looks at what they print; and the curl lines
# of the documentation, whose answers have to be those that it shows.
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

# program_of LANGUAGE VERB: sets PROGRAM to what runs that example.
program_of() {
  case $1 in
    python) PROGRAM=("${PYTHON[@]}" "$ROOT/clients/examples/python/$2.py") ;;
    node) PROGRAM=(node "$EXAMPLES/node/$2.js") ;;
  esac
}

example() {
  program_of "$1" "$2"
  "${PROGRAM[@]}" "${@:3}"
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

tells() {
  grep -qE -- "^[0-9]+-[0-9a-f]{16} updated authorities/E06000023/entries/$2" \
    "$WORK/$1.told"
}

follows() {
  local language=$1 place
  expect_failure 3 "NOT_FOUND" "$language" follow E06999999
  expect_failure 1 "FAILED_PRECONDITION" "$language" follow E06000023 1-00
  # Itself, not a shell that would leave it behind when it is ended.
  program_of "$language" follow
  "${PROGRAM[@]}" E06000023 >"$WORK/$language.told" \
    2>"$WORK/$language.remarks" &
  PID_OF[$language-follower]=$!
  await "$language tells what was published before" \
    tells "$language" "[0-9a-f-]+: Saturday play club$"
  add_to_bristol "BR-$language-1" "Hydrotherapy for $language"
  await "$language tells what is published now" \
    tells "$language" "[0-9a-f-]+: Hydrotherapy for $language$"
  stop_node node
  start_node node "$LOCALOFFER_SERVER"
  add_to_bristol "BR-$language-2" "Night sitting for $language"
  await "$language tells what is published after the node was away" \
    tells "$language" "[0-9a-f-]+: Night sitting for $language$"
  stop_node "$language-follower"
  # Each change once, in order; and all that whoever comes now is told.
  cut -d - -f 1 "$WORK/$language.told" | sort --check --numeric --unique ||
    fail "$language: changes are told twice"
  "$LOCALOFFER" changes E06000023 --quiet | cut -d ' ' -f 1 >"$WORK/places"
  diff <(cut -d ' ' -f 1 "$WORK/$language.told") "$WORK/places" ||
    fail "$language: changes are missing"
  grep -q again "$WORK/$language.remarks" ||
    fail "$language: says nothing of the broken stream"
}

# http NODE: the address of its HTTP front.
http() { printf 'http://%s\n' "$(sed -n 's/^HTTP on //p' "$WORK/$1.out")"; }

# documented NODE ARGUMENT…: the curl lines of documents.
documented() {
  local node=$1
  shift
  /usr/bin/python3 -B "$ROOT/tests/examples/documented_curl.py" \
    --url "$(http "$node")" --at "$(date -u +%FT%T.%NZ)" "$@" ||
    fail "a document and the node contradict each other"
}

# What the documents ask for beside what the demo's offers have.
saturday_club() {
  cat <<'JSON'
{"contents": [{"id": "10000000-0000-4000-8000-000000000001",
 "name": "Sensory session", "status": "active",
 "attributes": [{"id": "10000000-0000-4000-8000-000000000002", "taxonomy_term":
  {"id": "10000000-0000-4000-8000-000000000003", "name": "Sensory play",
   "description": "A term", "taxonomy": "Example terms"}}],
 "schedules": [{"id": "10000000-0000-4000-8000-000000000004", "freq": "WEEKLY",
  "byday": "SA", "opens_at": "09:00", "closes_at": "12:00"}]}]}
JSON
}

# one_of ID NAME: an offer of one service.
one_of() {
  printf '{"contents": [{"id": "%s", "name": "%s", "status": "active"}]}\n' \
    "00000000-0000-4000-8000-00000000000$1" "$2"
}

# What the documents show happen: a service is listed, another comes and goes,
# and comes and goes again while somebody listens.
come() { quiet publish "$WORK/second.json" --part --yes; }
go() {
  quiet withdraw 00000000-0000-4000-8000-000000000002 --reason "Example only"
}
quiet() { "$LOCALOFFER" "$@" --authority Bristol >"$WORK/published" 2>&1; }

curl_lines() {
  saturday_club >"$WORK/saturday.json"
  publish Wiltshire "$WORK/saturday.json" --part
  documented node "$ROOT/docs/open-referral-api.md" "$ROOT/README.md"
  # In the documents this is all that its directory ever had.
  start_node small 127.0.0.1:0 --http 127.0.0.1:0
  export WORK LOCALOFFER LOCALOFFER_TOKEN
  LOCALOFFER_TOKEN="$(token_for small Bristol)"
  export -f come go quiet
  LOCALOFFER_SERVER="${ADDRESS_OF[small]}"
  one_of 1 "Short breaks" >"$WORK/first.json"
  one_of 2 "Night sitting" >"$WORK/second.json"
  quiet publish "$WORK/first.json" --part --yes && come && go ||
    fail "$(cat "$WORK/published")"
  documented small --change come --change go "$ROOT/docs/http.md" \
    "$ROOT/docs/for-app-developers.md"
  curl --silent "$(http small)/export.ndjson?authority=E06000023&at=2026-09-01" \
    >"$WORK/answer"
  grep -q BEFORE_HISTORY "$WORK/answer" || fail "$(cat "$WORK/answer")"
  stop_node small
  unset LOCALOFFER_TOKEN
  LOCALOFFER_SERVER="${ADDRESS_OF[node]}"
}

declare -A TOKEN_OF
start_node node 127.0.0.1:0 --http 127.0.0.1:0
export LOCALOFFER_SERVER="${ADDRESS_OF[node]}"
for authority in Bristol Wiltshire "South Gloucestershire"; do
  TOKEN_OF[$authority]="$(token_for node "$authority")"
done
publish Bristol "$(offer bristol.csv)" --full
publish "South Gloucestershire" "$(offer south-gloucestershire.json)" --full
many_groups >"$WORK/groups.csv"
publish Wiltshire "$WORK/groups.csv" --full
curl_lines
for language in python node; do
  searches "$language"
  asks_again "$language"
  follows "$language"
  echo "ok      $language"
done
