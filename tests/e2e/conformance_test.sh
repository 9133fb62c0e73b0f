#!/usr/bin/env bash
# Whether a node's own Open Referral API passes `localoffer conformance`, with
# services that have all that questions can be made from.
#
#   tests/e2e/conformance_test.sh BUILD_DIR
set -euo pipefail

readonly BUILD="$(cd "$1" && pwd)"
source "$(dirname "${BASH_SOURCE[0]}")/../demo/common.sh"

readonly SERVICES=24
readonly GONE=10000000-0000-4000-8000-000000000007

# id NUMBER
id() { printf '10000000-0000-4000-8000-%012d' "$1"; }

service() {
  local i=$1 days=(MO TU SA)
  cat <<JSON
{"id": "$(id "$i")", "name": "Sensory session $i: music, water & light",
 "description": "For children.", "status": "active",
 "minimum_age": $((i % 10)), "maximum_age": $((i % 10 + 5)),
 "organization": {"id": "$(id $((500 + i % 5)))",
  "name": "Example Trust $((i % 5))", "description": "A trust"},
 "attributes": [{"id": "$(id $((600 + i)))", "taxonomy_term":
  {"id": "$(id $((700 + i % 4)))", "name": "Term $((i % 4))",
   "description": "A term", "taxonomy": "Example terms",
   "taxonomy_id": "$(id 900)"}}],
 "schedules": [{"id": "$(id $((800 + i)))", "freq": "WEEKLY",
  "byday": "${days[i % 3]}", "opens_at": "09:00", "closes_at": "12:$((10 + i))",
  "valid_from": "2020-01-01"}],
 "service_at_locations": [{"id": "$(id $((1000 + i)))", "location":
  {"id": "$(id $((1100 + i)))", "location_type": "physical",
   "latitude": 51.4505, "longitude": -2.59, "addresses":
    [{"id": "$(id $((1200 + i)))", "address_1": "1 Example Road",
     "city": "Bristol", "state_province": "Bristol", "postal_code": "BS1 4DJ",
     "country": "GB", "address_type": "physical"}]}}]}
JSON
}

offer_of_services() {
  local i
  echo "{\"empty\": false, \"contents\": ["
  for ((i = 1; i <= SERVICES; ++i)); do
    service "$i"
    ((i == SERVICES)) || echo ","
  done
  echo "]}"
}

# conforms BASE LINE…: it does, and each line is in the report.
conforms() {
  local base=$1 line
  shift
  "$LOCALOFFER" conformance "$base" --withdrawn "$GONE" >"$WORK/report" ||
    fail "$base does not conform: $(cat "$WORK/report")"
  for line in "$@"; do
    grep -q "^passed  $line" "$WORK/report" ||
      fail "$base: \"$line\" did not pass: $(cat "$WORK/report")"
  done
}

start_node node 127.0.0.1:0 --http 127.0.0.1:0
http="$(sed -n 's/^HTTP on //p' "$WORK/node.out")"
offer_of_services >"$WORK/offer.json"
TOKEN="$(token_for node Bristol)" at node "$LOCALOFFER" publish \
  "$WORK/offer.json" --authority Bristol --full --yes >"$WORK/published" 2>&1 ||
  fail "$(cat "$WORK/published")"
TOKEN="$(token_for node Bristol)" at node "$LOCALOFFER" withdraw "$GONE" \
  --authority Bristol --reason "Example only" >/dev/null
for base in /openreferral/v3 /openreferral/v3/authorities/E06000023; do
  conforms "http://$http$base" "taxonomy_term_id finds" "taxonomy_id finds" \
    "modified_after a later date" "parameters hold together" "ages find" \
    "postcode and proximity" "day and times" "a withdrawn service is gone" \
    "/taxonomy_terms has" "/service_at_locations has"
done
