#!/usr/bin/env bash
# ./dev bench [NAME…] [--quick] [--json FILE]: onboarding, get_profile, start, screen, access, worklist; all by default.
# Measures the release build on a throw-away house with a durable PostgreSQL; everything is ended and removed after.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'bench: %s\n' "$*" >&2; exit 1; }
. tools/embedded.sh

names=() json='' quick=''
while [ $# -gt 0 ]; do
  case $1 in
    --json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
    --quick) quick=--quick ;;
    screening) names+=(screen) ;;
    onboarding | get_profile | start | screen | access | worklist) names+=("$1") ;;
    *) fail "unknown benchmark or option $1; there are onboarding, get_profile, start, screening, access, worklist, --quick, --json FILE" ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] || names=(screen start onboarding get_profile access worklist)
in_house=()
for name in "${names[@]}"; do [ "$name" = screen ] || in_house+=("$name"); done

[ -e build/release/build.ninja ] || { say "configuring release"; cmake --preset release >/dev/null; }
say "building release"
NINJA_STATUS='[%f/%t %es] ' ninja -C build/release probity bench_screen bench_onboarding bench_get_profile bench_sign_in_flood bench_admit >&2

parts=$(mktemp -d)
state=${BENCH_STATE:-$(default_state)-bench}
clean() {
  trap - EXIT INT TERM
  rm -rf "$parts"
  [ -e "$state/pg" ] || return 0
  server_stop "$state"
  pg_stop "$state"
  rm -rf "$state"
}
trap clean EXIT
trap 'exit 130' INT TERM

if [[ " ${names[*]} " = *" screen "* ]]; then
  say "screen: name matching on one core"
  if [ -d "${PROBITY_SHARED:-../shared}/data/screening/dev" ]; then
    build/release/bench/bench_screen --json "$parts/screen.json" --baseline bench/screen_baseline.tsv --report "${SCREEN_REPORT:-build/screening_report.md}"
    say "screen: the report is ${SCREEN_REPORT:-build/screening_report.md}"
  else
    say "screen: LEFT OUT, there is no data/screening/dev with labelled queries beside the project"
  fi
fi

if [ ${#in_house[@]} -gt 0 ]; then
  [ ! -e "$state" ] || fail "$state is there already: another benchmark is running, or one was killed (then remove it)"
  find_lists
  PORT=0 pg_start "$state"
  binary=$(installed_binary "$state")
  load_house "$state" "$binary" "$lists" >&2
  say "starting the server"
  server_start "$state" "$binary"
  python3 bench/run.py --state "$state" --binary "$binary" --tools build/release/bench $quick --json "$parts/house.json" \
    --names "${PROBITY_SHARED:-../shared}/data/screening/dev/neg_people_companies.jsonl" "${in_house[@]}"
fi

if [ -n "$json" ]; then
  python3 - "$json" "$parts"/*.json <<'PY'
import json, sys
target, *parts = sys.argv[1:]
rows = [row for part in parts for row in json.load(open(part))]
with open(target, "w") as out:
    json.dump(rows, out, indent=1)
    out.write("\n")
PY
fi
