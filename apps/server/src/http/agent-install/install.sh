#!/bin/sh
# Installs the agent of Open ACE on this machine, or updates it, and keeps the enrolment that is there.
#
#   curl -fsSL @SERVER@/agent/install.sh | sh -s -- --token <registration token>
#
# It changes nothing outside ~/.open-ace, ~/.local/bin and the entry of the service.
set -eu

server='@SERVER@'
# The script says what it may install: a checksum beside the program could be exchanged together with it.
sha256='@SHA256@'

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

usage() {
  say 'Options: --token <token>    one-time registration token; OPENACE_REGISTRATION_TOKEN is read, too'
  say '         --cacert <file>    believe these certificates (PEM): for a server behind a private authority'
  say '         --system           as root: install to /opt/open-ace-agent and /usr/local/bin'
  say '         --no-service       only install and enrol'
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL ${cacert:+--cacert "$cacert"} -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q ${cacert:+--ca-certificate="$cacert"} -O "$2" "$1"
  else
    fail 'Neither curl nor wget is installed here.'
  fi
}

check_node() {
  command -v node >/dev/null 2>&1 || fail 'Node.js is missing. Install version 20.19 or newer (https://nodejs.org, or your system'\''s packages), then run this again.'
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' </dev/null ||
    fail "Node.js here is $(node --version </dev/null). Install version 20.19 or newer (https://nodejs.org), then run this again."
}

check_sum() {
  found=$(node -p 'require("crypto").createHash("sha256").update(require("fs").readFileSync(process.argv[1])).digest("hex")' "$1" </dev/null)
  [ "$found" = "$sha256" ] || fail 'What arrived is not what this script was made for. Nothing was installed. If the server was just updated, run this again.'
}

main() {
  token=${OPENACE_REGISTRATION_TOKEN:-}
  cacert=
  root=
  bin=
  service=yes
  while [ $# -gt 0 ]; do
    case $1 in
    --token | --cacert)
      [ $# -ge 2 ] || fail "$1 wants a word behind it."
      if [ "$1" = --token ]; then token=$2; else cacert=$2; fi
      shift
      ;;
    --system)
      [ "$(id -u)" = 0 ] || fail '--system is for root.'
      root=/opt/open-ace-agent
      bin=/usr/local/bin
      ;;
    --no-service) service= ;;
    --help | -h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
    esac
    shift
  done
  root=${root:-${HOME:?}/.open-ace/agent-program}
  bin=${bin:-$HOME/.local/bin}
  [ -z "$cacert" ] || [ -r "$cacert" ] || fail "$cacert cannot be read."

  check_node
  draft=$(mktemp -d)
  trap 'rm -rf "$draft"' EXIT
  trap 'exit 1' HUP INT TERM
  download "$server/agent/agent.tgz" "$draft/agent.tgz" || fail "The agent could not be downloaded from $server."
  check_sum "$draft/agent.tgz"
  tar -xzf "$draft/agent.tgz" -C "$draft"
  agent=$(node "$draft/package/bin/openace-agent.mjs" place --root "$root" --bin "$bin" </dev/null)
  say "Installed $("$agent" version </dev/null): $agent"
  case :$PATH: in
  *:"$bin":*) ;;
  *) say "$bin is not on your PATH. To find openace-agent there: export PATH=\"$bin:\$PATH\"" ;;
  esac
  [ "$(id -u)" != 0 ] || say 'The agent, and each CLI that it starts, will run as root here.'

  # By the environment, for arguments can be seen by everybody on the machine.
  OPENACE_REGISTRATION_TOKEN=$token "$agent" enrol --keep --server "$server" ${cacert:+--cacert "$cacert"} </dev/null || exit $?
  if [ -n "$service" ]; then
    "$agent" service install </dev/null || exit $?
  else
    say "No service was installed. Start the agent with: $agent run"
  fi
}

# Called at the very end: a script that was cut off on its way does nothing.
main "$@"
