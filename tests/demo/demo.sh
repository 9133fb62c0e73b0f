#!/usr/bin/env bash
# The product at work, on a temporary directory: five authorities publish their
# local offers, a family searches, a hospice checks and proves.
#
#   tests/demo/demo.sh BUILD_DIR [--once]
set -euo pipefail

readonly BUILD="$(cd "$1" && pwd)"
readonly ONCE="${2:-}"
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# publish AUTHORITY FILE
publish() {
  local file
  file="$(offer "$2")"
  LOCALOFFER_TOKEN="$(token_for node "$1")"
  export LOCALOFFER_TOKEN
  run publish "$file" --authority "$1" --full --yes
}

# Has no address of any server: whoever is not asked can't help.
check_proof() {
  printf '\n$ localoffer-verify %q --key %q\n' "$1" "$KEY"
  env -u LOCALOFFER_SERVER "$VERIFY" "$1" --key "$KEY"
}

say "1. A node starts, on an empty directory"
start_node node "127.0.0.1:${LOCALOFFER_DEMO_PORT:-7420}" \
  --http "127.0.0.1:${LOCALOFFER_DEMO_HTTP_PORT:-8080}"
export LOCALOFFER_SERVER="${ADDRESS_OF[node]}"
cat "$WORK/node.out"

say "2. Five authorities publish their local offers, each from its own file"
publish Bristol bristol.csv
readonly BRISTOL_TOKEN="$LOCALOFFER_TOKEN"
publish "South Gloucestershire" south-gloucestershire.json
publish "North Somerset" north-somerset.json
readonly NORTH_SOMERSET_TOKEN="$LOCALOFFER_TOKEN"
publish "Bath and North East Somerset" bath.csv
publish Wiltshire wiltshire.csv
run declare-nil Wiltshire LO-C9 \
  --reason "Example only: no palliative care is expected this year"

say "3. North Somerset takes the hospice's entry out again, and says why"
readonly ENTRY="$("$LOCALOFFER" --output json search hospice \
  --authority "North Somerset" |
  sed -n 's/.*"name": *"\(authorities\/[^"]*\)".*/\1/p' | head -1)"
LOCALOFFER_TOKEN="$NORTH_SOMERSET_TOKEN" run withdraw "$ENTRY" \
  --reason "Example only: the contract has ended"

say "4. A family searches all of them at once"
run search somewhere to stay overnight
run search bereavement

say "5. Example Children's Hospice, charity 9900001, asks where it is listed"
run check --charity 9900001

say "6. What happened to one entry"
run history "$ENTRY"
run authorities Bristol

say "7. Bristol stands by its offer of today, and anybody can prove what is in it"
LOCALOFFER_TOKEN="$BRISTOL_TOKEN" run edition create "$(date '+%-d %B %Y')" \
  --authority Bristol
run prove listed --charity 9900001 --authority Bristol \
  --edition "$(date +%F)" -o "$WORK/listed.json"
run prove absent --charity 9900007 --authority Bristol -o "$WORK/absent.json"

say "8. A hospice checks both, without the server, with Bristol's key alone"
readonly KEY="$("$LOCALOFFER" --output json authorities Bristol |
  sed -n 's/.*"verifier_key": *"\([^"]*\)".*/\1/p')"
check_proof "$WORK/listed.json"
check_proof "$WORK/absent.json"

say "Done. Bath lists a hospice of the same name under another charity number:
it is not taken for the same provider."
readonly PAGES="http://$(sed -n 's/^HTTP on //p' "$WORK/node.out")"
say "Pages for families, hospices and councils:
  $PAGES/
  $PAGES/?need=somewhere+to+stay+overnight&postcode=BS1
  $PAGES/listed?provider=9900001&postcode=BS1&miles=40"
if [[ "$ONCE" == --once ]]; then exit 0; fi
say "The server stays at $LOCALOFFER_SERVER until Ctrl-C. In another terminal:
  $LOCALOFFER search wheelchair"
wait "${PID_OF[node]}"
