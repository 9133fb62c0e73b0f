#!/usr/bin/env bash
# Several nodes at work, on a temporary directory: three that exchange five
# authorities' offers; one that is cut off and comes back; one that signs a
# second log with a stolen key.
#
#   tests/demo/federation.sh BUILD_DIR [--once]
set -euo pipefail

readonly BUILD="$(cd "$1" && pwd)"
readonly ONCE="${2:-}"
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Where each authority publishes.
readonly AUTHORITIES=(Bristol "South Gloucestershire" "North Somerset"
  "Bath and North East Somerset" Wiltshire)
declare -rA HOME_OF=([Bristol]=bristol [South Gloucestershire]=bristol
  [North Somerset]=bath [Bath and North East Somerset]=bath
  [Wiltshire]=wiltshire)
declare -rA OFFER_OF=([Bristol]=bristol.csv
  [South Gloucestershire]=south-gloucestershire.json
  [North Somerset]=north-somerset.json
  [Bath and North East Somerset]=bath.csv [Wiltshire]=wiltshire.csv)
readonly NODES=(bristol bath wiltshire)
# Free ports, the fourth for the dishonest copy.
declare -A PORT_OF
# Of each authority: its publishers' token, and the first key of its log.
declare -A TOKEN_OF KEY_OF

# A port below those that the system gives away, which nobody listens on.
choose_port() {
  local port
  until port=$((20000 + RANDOM % 12000)) &&
    [[ " ${PORT_OF[*]} " != *" $port "* ]] &&
    ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  PORT_OF[$1]=$port
}

# follow NODE PEER…: starts a node that follows others.
follow() {
  local node=$1 peer peers=()
  for peer in "${@:2}"; do peers+=(--peer "127.0.0.1:${PORT_OF[$peer]}"); done
  start_node "$node" "127.0.0.1:${PORT_OF[$node]}" "${peers[@]}"
  printf '%-9s $ localofferd --listen 127.0.0.1:%s %s\n' "$node" \
    "${PORT_OF[$node]}" "${peers[*]}"
}

# on NODE ARGUMENTS…: shows a command of the node's operator, runs it, and shows
# its results before its remarks.
on() {
  local node=$1
  shift
  show "$@" | sed "s/^\\$/$node\$/"
  at "$node" "$LOCALOFFER" "$@" >"$WORK/results" 2>"$WORK/remarks" ||
    fail "$(cat "$WORK/results" "$WORK/remarks")"
  cat "$WORK/results" "$WORK/remarks"
}

# publish_at NODE AUTHORITY FILE SCOPE: without a word about it.
publish_at() {
  at "$1" "$LOCALOFFER" --token "${TOKEN_OF[$2]}" publish "$3" \
    --authority "$2" --yes "$4" >"$WORK/published" 2>&1 ||
    fail "$(cat "$WORK/published")"
}

# add REFERENCE NAME DESCRIPTION [NODE]: one entry of Bristol.
add() {
  printf '%s\n' "reference,name,description,status,provider_name,phone" \
    "$1,$2,$3,active,Example Swimming Trust,01632 960040" >"$WORK/one.csv"
  publish_at "${4:-bristol}" Bristol "$WORK/one.csv" --part
}

size_at() {
  at "$1" "$LOCALOFFER" --output json key show --authority "$2" |
    member log_size
}

has_as_much() { [[ "$(size_at "$1" "$2")" == "$(size_at "$3" "$2")" ]]; }

# has_all NODE: as many changes of every log as its home.
has_all() {
  local authority
  for authority in "${AUTHORITIES[@]}"; do
    has_as_much "$1" "$authority" "${HOME_OF[$authority]}" || return 1
  done
}

# Reads to the end: a writer whose reader has gone would fail.
says() { grep -F -- "$1" >/dev/null; }

finds() {
  at "$1" "$LOCALOFFER" --output json search "$2" | says "\"name\": \"$2\""
}

milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

say "1. Three councils run a node each, and each follows the other two"
for node in "${NODES[@]}" copy; do choose_port "$node"; done
follow bristol bath wiltshire
follow bath bristol wiltshire
follow wiltshire bristol bath

say "2. Five authorities publish, each at its home: that node has the key that
signs its log, and no other can publish for it"
for authority in "${AUTHORITIES[@]}"; do
  home="${HOME_OF[$authority]}"
  TOKEN_OF[$authority]="$(token_for "$home" "$authority")"
  publish_at "$home" "$authority" "$(offer "${OFFER_OF[$authority]}")" --full
  KEY_OF[$authority]="$(at "$home" "$LOCALOFFER" --output json \
    key show --authority "$authority" | member speaking_key)"
  printf '%-29s publishes %2s changes at %s\n' "$authority" \
    "$(size_at "$home" "$authority")" "$home"
done

say "3. A node believes nobody whose key its operator has not written down"
is_offered() {
  at wiltshire "$LOCALOFFER" --output json peers | says '"authorities/E06000023"'
}
await "wiltshire hears of the others' logs" is_offered
on wiltshire peers
on bristol key show --authority Bristol
echo "
Bristol tells that line by telephone, and so do the others. In Wiltshire:"
for authority in "${AUTHORITIES[@]}"; do
  for node in "${NODES[@]}"; do
    [[ "${HOME_OF[$authority]}" != "$node" ]] || continue
    if [[ "$node" == wiltshire ]]; then
      on "$node" trust add "${KEY_OF[$authority]}"
    else
      at "$node" "$LOCALOFFER" trust add "${KEY_OF[$authority]}" >/dev/null
    fi
  done
done
echo "
Nodes witness each other: each signs the checkpoints that it found consistent."
for witness in "${NODES[@]}"; do
  key="$(at "$witness" "$LOCALOFFER" --output json peers | member witness_key)"
  for node in "${NODES[@]}"; do
    [[ "$witness" != "$node" ]] || continue
    if [[ "$node" == wiltshire ]]; then
      on "$node" trust witness "$key"
    else
      at "$node" "$LOCALOFFER" trust witness "$key" >/dev/null
    fi
  done
done
for node in "${NODES[@]}"; do
  await "$node has all five logs" has_all "$node"
done
echo "
All three nodes have all five logs now, each change verified against a
checkpoint that the authority signed."
on wiltshire peers

say "4. Bristol publishes at its node, and a family finds it at another"
begin="$(milliseconds)"
add BR-100 "Hydrotherapy pool" "Warm water and a hoist. Ask for Example \
Person on 01632 960999."
published="$(milliseconds)"
await "wiltshire finds what Bristol published" finds wiltshire \
  "Hydrotherapy pool"
found="$(milliseconds)"
on wiltshire search hydrotherapy
echo "
Publishing took $((published - begin)) ms. It was found at the node of Wiltshire \
$((found - published)) ms later."

say "5. Bristol makes an edition, and every node has it"
on bristol --token "${TOKEN_OF[Bristol]}" edition create "1 September 2026" \
  --authority Bristol
has_edition() {
  at "$1" "$LOCALOFFER" --output json edition list --authority Bristol |
    says 2026-09-01
}
await "wiltshire has the edition" has_edition wiltshire
on wiltshire edition list --authority Bristol
on wiltshire prove listed --charity 9900001 --authority Bristol \
  --edition 2026-09-01 -o "$WORK/listed.json"
echo "
That proof was made by a node that is not Bristol's, and holds by Bristol's key:
"
"$VERIFY" "$WORK/listed.json" --key "${KEY_OF[Bristol]}" | sed -n 1p

say "6. That entry named a person. Bristol publishes it anew without her, and
erases what it said before, which takes it from every node"
words_on() { grep -rqF "Example Person" "$WORK/$1"; }
words_on wiltshire || fail "the words never came to wiltshire"
add BR-100 "Hydrotherapy pool" "Warm water and a hoist. Ask at the desk."
ENTRY="$(at bristol "$LOCALOFFER" --output json search "Hydrotherapy pool" |
  member name | awk '/\/entries\// && !found++')"
readonly ENTRY
on bristol erase "$ENTRY" --all-earlier --yes \
  --reason "Example only: it named a person"
await "wiltshire has all of Bristol's log" \
  has_as_much wiltshire Bristol bristol
on wiltshire history "$ENTRY"
are_gone_from() { ! words_on "$1"; }
for node in "${NODES[@]}"; do
  await "the words are gone from the files of $node" are_gone_from "$node"
done
echo "
The words are in none of the three nodes' files any more. That there was such a
change stays, and so does every proof."

say "7. Wiltshire is cut off: its process is stopped where it is, which to the
others is a cable that is pulled"
# What bristol knows of how far the log is at wiltshire.
heard_of_wiltshire() {
  at bristol "$LOCALOFFER" --output json peers |
    sed -n "/\"address\": \"${ADDRESS_OF[wiltshire]}\"/,\$p" |
    sed -n '/"log": "authorities\/E06000023"/,/"peer_size"/p' | member peer_size
}
knows_wiltshires_size() {
  [[ "$(heard_of_wiltshire)" == "$(size_at bristol Bristol)" ]]
}
await "bristol knows that wiltshire has all" knows_wiltshires_size
kill -STOP "${PID_OF[wiltshire]}"
add BR-101 "Night sitting service" "Somebody sits with your child at night."
await "bath finds it" finds bath "Night sitting service"
echo "
Bristol goes on publishing, and Bath has it: nobody waits for who is away."
on bristol peers
kill -CONT "${PID_OF[wiltshire]}"
healed="$(milliseconds)"
await "wiltshire finds what it missed" finds wiltshire "Night sitting service"
echo "
Wiltshire is back, and had what it missed $(($(milliseconds) - healed)) ms later, \
by itself:"
await "bristol knows that wiltshire has all" knows_wiltshires_size
on bristol peers

say "8. Somebody copies Bristol's data directory, keys and all, and lets it
publish something else: two logs by one key"
kill -STOP "${PID_OF[bristol]}"
cp -r "$WORK/bristol" "$WORK/copy"
kill -CONT "${PID_OF[bristol]}"
add BR-102 "Toy library" "Toys to borrow."
await "wiltshire finds the real entry" finds wiltshire "Toy library"
follow copy
add BR-103 "Invented service" "Bristol never said so." copy
echo "
The copy tells Wiltshire that it is a peer like the others:"
stop_node wiltshire
follow wiltshire bristol bath copy
has_refused() {
  at wiltshire "$LOCALOFFER" --output json peers | says '"refusal": "FORK"'
}
await "wiltshire refuses the copy" has_refused
on wiltshire peers
on wiltshire peers evidence
echo "
Both checkpoints carry Bristol's signature, so whoever has its key sees that it
was used twice. docs/keys.md says what Bristol does now: revoke and rotate."
finds wiltshire "Toy library" || fail "wiltshire lost the real entry"
! finds wiltshire "Invented service" || fail "wiltshire believed the copy"
echo "Wiltshire still serves the real log, and nothing of the other one."

say "Done."
if [[ "$ONCE" == --once ]]; then exit 0; fi
echo "The nodes stay until Ctrl-C; their operators' tokens are beside them:"
for node in "${NODES[@]}" copy; do
  printf '  %s --server %s --token-file %s peers\n' "$LOCALOFFER" \
    "${ADDRESS_OF[$node]}" "$WORK/$node/operator-token"
done
wait
