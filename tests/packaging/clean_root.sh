#!/usr/bin/env bash
# Runs a command in a fresh clone inside a fresh Debian 12 that has nothing
# installed but apt: proof that the repository installs all it needs.
#
# usage: clean_root.sh [--beside DIRECTORY]… COMMAND…
#   e.g. tests/packaging/clean_root.sh ./dev test
#
# What is committed is what is run. --beside puts a copy of DIRECTORY next to
# the clone. Needs root and mmdebstrap. Packages come from where this machine's
# own apt has them, and npm is told of this machine's registry and certificate
# authorities; LOCALOFFER_CLEAN_ROOT_PARENT says where the system is laid out
# (TMPDIR or /tmp if unset; about 3 GB).
set -euo pipefail

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly REPOSITORY
readonly CERTIFICATES=/extra-certificates.crt

fail() {
  echo "clean_root: $*" >&2
  exit 1
}

# The suites of Debian itself that apt knows, as lines of a sources.list.
debian_sources() {
  # shellcheck disable=SC2016
  apt-get indextargets --format \
    '$(ORIGIN) deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' | sed -n 's/^Debian deb/deb/p' | sort -u
}

# What apt was told of proxies and dates.
apt_options() {
  apt-config dump | grep -E '^Acquire::(https?::|Check-)' || true
}

lay_out() {
  local root=$1 option options=()
  while IFS= read -r option; do
    [[ -z $option ]] || options+=("--aptopt=$option")
  done < <(apt_options)
  debian_sources | mmdebstrap --quiet --variant=apt "${options[@]}" \
    bookworm "$root" -
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  cp /etc/hosts "$root/etc/hosts"
  if [[ -f ${NODE_EXTRA_CA_CERTS:-} ]]; then
    cp -L "$NODE_EXTRA_CA_CERTS" "$root$CERTIFICATES"
  fi
  mkdir "$root/src"
  git clone --quiet --no-hardlinks "$REPOSITORY" "$root/src/localoffer"
}

# In a mount namespace of its own, which ends with the command: outside it
# nothing is ever mounted below the root, so that removing it is safe.
run_inside() {
  local root=$1
  shift
  local environment=(
    HOME=/root TERM=dumb LANG=C.UTF-8 CI=true
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  if [[ -f $root$CERTIFICATES ]]; then
    environment+=("NODE_EXTRA_CA_CERTS=$CERTIFICATES"
      "npm_config_cafile=$CERTIFICATES")
  fi
  if command -v npm >/dev/null; then
    environment+=("npm_config_registry=$(npm config get registry 2>/dev/null)")
  fi
  # shellcheck disable=SC2016
  unshare --mount --propagation private --pid --fork bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" env -i "$@"
  ' inside "$root" "${environment[@]}" \
    bash -c 'cd /src/localoffer && exec "$@"' command "$@" </dev/null
}

clean_up() {
  local root=$1
  if findmnt --noheadings --output TARGET --list |
    grep -qE "^$root(/|\$)"; then
    fail "something is still mounted below $root: left as it is"
  fi
  rm -rf --one-file-system "$root"
}

main() {
  local beside=()
  while [[ ${1:-} == --beside ]]; do
    beside+=("$(realpath "$2")")
    shift 2
  done
  (($#)) || fail "no command given"
  ((EUID == 0)) || fail "needs root"
  command -v mmdebstrap >/dev/null || fail "needs the package mmdebstrap"

  local root start=$SECONDS status=0 directory
  root=$(mktemp -d "${LOCALOFFER_CLEAN_ROOT_PARENT:-${TMPDIR:-/tmp}}/localoffer-root.XXXXXX")
  # shellcheck disable=SC2064
  trap "clean_up '$root'" EXIT
  chmod 755 "$root"
  lay_out "$root"
  for directory in "${beside[@]}"; do
    cp -a "$directory" "$root/src/"
  done
  echo "clean_root: laid out in $((SECONDS - start)) s"
  start=$SECONDS
  run_inside "$root" "$@" || status=$?
  echo "clean_root: '$*' took $((SECONDS - start)) s, status $status"
  return "$status"
}

main "$@"
