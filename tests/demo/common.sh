# What the demos share: nodes on loopback, the command as a person would type
# it, and waiting for what comes by itself. Sourced, after BUILD is set.

readonly OFFERS="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/offers"
readonly LOCALOFFERD="$BUILD/services/server/localofferd"
readonly LOCALOFFER="$BUILD/clients/localoffer/localoffer"
readonly VERIFY="$BUILD/clients/verify/localoffer-verify"
readonly WORK="$(mktemp -d)"
# How long anything that should come by itself may take, in seconds.
readonly PATIENCE=60
# Of each node: its process, and HOST:PORT.
declare -A PID_OF ADDRESS_OF

# Ends the nodes, and only them.
stop_all() {
  local node
  for node in "${!PID_OF[@]}"; do
    # One that is stopped would never see the other signal.
    kill -CONT "${PID_OF[$node]}" 2>/dev/null || true
    stop_node "$node"
  done
  rm -rf "$WORK"
}
trap stop_all EXIT
trap 'exit 0' INT TERM

stop_node() {
  kill "${PID_OF[$1]}" 2>/dev/null || true
  wait "${PID_OF[$1]}" 2>/dev/null || true
  unset "PID_OF[$1]"
}

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

fail() {
  printf 'demo: %s\n' "$*" >&2
  exit 1
}

# await WHAT COMMAND…: asks again until the command succeeds.
await() {
  local what=$1 end=$((SECONDS + PATIENCE))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "after $PATIENCE s still not so: $what"
    sleep 0.02
  done
}

# start_node NODE LISTEN [FLAG…]: on the directory $WORK/NODE.
start_node() {
  local node=$1 listen=$2
  shift 2
  : >"$WORK/$node.out"
  "$LOCALOFFERD" --data-dir "$WORK/$node" --listen "$listen" \
    --min-free-mib 0 "$@" >"$WORK/$node.out" 2>>"$WORK/$node.log" &
  PID_OF[$node]=$!
  await "$node serves" serves_or_ended "$node"
  ADDRESS_OF[$node]="$(sed -n 's/^localofferd serves on //p' "$WORK/$node.out")"
}

serves_or_ended() {
  grep -q '^localofferd serves on' "$WORK/$1.out" && return 0
  kill -0 "${PID_OF[$1]}" 2>/dev/null && return 1
  fail "$(cat "$WORK/$1.log")"
}

# at NODE COMMAND…: with the node as the server, and its operator's token.
at() (
  node=$1
  shift
  unset LOCALOFFER_TOKEN
  export LOCALOFFER_SERVER="${ADDRESS_OF[$node]}"
  export LOCALOFFER_TOKEN_FILE="$WORK/$node/operator-token"
  "$@"
)

# Shows a command as a person would type it, then runs it.
run() {
  show "$@"
  "$LOCALOFFER" "$@"
}

show() {
  printf '\n$ localoffer'
  printf ' %q' "$@"
  printf '\n'
}

# member NAME: the values of a member of the JSON on standard input.
member() {
  sed -n 's/.*"'"$1"'": *"\{0,1\}\([^",]*\)"\{0,1\},\{0,1\}$/\1/p'
}

# token_for NODE AUTHORITY: a publisher's token, as the node's operator makes it.
token_for() {
  at "$1" "$LOCALOFFER" --output json \
    token create --authority "$2" --role publisher --label demo | member secret
}

# offer FILE: a copy in which today is today; prints its name.
offer() {
  sed "s/@TODAY@/$(date +%F)/g" "$OFFERS/$1" >"$WORK/$1"
  printf '%s\n' "$WORK/$1"
}
