#!/usr/bin/env bash
# Builds with sanitizers and runs all tests: C++, HTTP, gates, faults. test.sh [PATTERN]: tests by name.
# The last line is always `N passed, N failed, N skipped`, over everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
pattern=${1:-}
say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }

results=$(mktemp -d /tmp/probity-test.XXXXXX)
state=/tmp/probity-h$$
# Which statements ran: written by servers and commands of the tests, as another user when we are root.
run_log=$state.log
cleanup() {
  for house in "$state" "$state-open" "$state-split"; do [ ! -e "$house" ] || bash tools/house.sh down "$house" || true; done
  rm -rf "$state" "$state-open" "$state-split" "$run_log" "$results"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ -z "${PROBITY_SHARED:-}" ] && [ -d ../shared ]; then export PROBITY_SHARED; PROBITY_SHARED=$(realpath ../shared); fi
pytest=$root/.venv/bin/pytest
[ -x "$pytest" ] || pytest=$(command -v pytest)
binary=$root/build/asan/probity
export PROBITY_BINARY=$binary
# Test builds may hash passwords cheaply; a release never does.
export PROBITY_IDENTITY_BCRYPT_COST=4

# part NAME COMMAND…: runs it, notes how long it took; its failure is counted in the results, not here.
part() {
  local name=$1 started=$SECONDS; shift
  say "$name"
  "$@" || true
  printf '%s\t%d\n' "$name" $((SECONDS - started)) >>"$results/times"
}

build_all() {
  [ -e build/asan/build.ninja ] || cmake --preset asan >/dev/null
  NINJA_STATUS='[%f/%t %es] ' ninja -C build/asan >&2 || { echo build >"$results/broken.build"; return 1; }
}

# One C++ test binary: its counts go to JSON; without any it crashed, which counts as a failure.
run_cpp() {
  local test=$1 name; name=$(basename "$1")
  local filter=(); [ -z "$pattern" ] || filter=("--gtest_filter=*$pattern*")
  if "$test" "${filter[@]}" --gtest_brief=1 --gtest_output=json:"$results/$name.json" >"$results/$name.log" 2>&1; then
    printf '  %-24s ok\n' "$name" >&2
  else
    printf '  %-24s FAILED\n' "$name" >&2
    tail -60 "$results/$name.log" >&2
    [ -e "$results/$name.json" ] || echo "$name" >"$results/broken.$name"
  fi
}

run_all_cpp() {
  export -f run_cpp; export results pattern
  find build/asan -maxdepth 2 -name '*_test' -type f -executable | sort | xargs -r -P 2 -I{} bash -c 'run_cpp {}'
}

# run_pytest NAME ARGUMENTS…: nothing chosen by the pattern is no failure; an end without a report is.
run_pytest() {
  local name=$1 code=0; shift
  local choice=(); [ -z "$pattern" ] || choice=(-k "$pattern")
  (cd tests && "$pytest" -q -p no:cacheprovider --durations=5 "${choice[@]}" --junitxml="$results/$name.xml" "$@") >&2 || code=$?
  case $code in
    0 | 1 | 5) ;;
    *) [ -s "$results/$name.xml" ] || echo "$name" >"$results/broken.$name" ;;
  esac
}

# The portal's logic; vitest writes the same kind of report.
run_vitest() {
  local choice=(); [ -z "$pattern" ] || choice=(-t "$pattern")
  (cd portal && npm run --silent types >/dev/null && node node_modules/typescript/bin/tsc &&
    node node_modules/vitest/vitest.mjs run --passWithNoTests --reporter=default --reporter=junit --outputFile.junit="$results/vitest.xml" "${choice[@]}") >&2 ||
    [ -s "$results/vitest.xml" ] || echo portal >"$results/broken.portal"
}

# A sanitizer's finding in the server is a failure even when every test passed.
house_down() {
  bash tools/house.sh down "$state"
  if grep -lE 'AddressSanitizer|LeakSanitizer|runtime error:' "$state"/server*.log; then
    grep -hE -A25 'AddressSanitizer|LeakSanitizer|runtime error:' "$state"/server*.log | head -80 >&2
    echo server >"$results/broken.sanitizer"
  fi
}

house_up() {
  mkdir -m 777 "$run_log"
  export PROBITY_STATEMENT_LOG=$run_log/statements
  : >"$PROBITY_STATEMENT_LOG"
  chmod 666 "$PROBITY_STATEMENT_LOG"
  PG_OPTIONS="-c fsync=off" bash tools/house.sh up "$state" "$binary" --port 0 >&2 || echo house >"$results/broken.house"
}

# Without the second wall: every statement must hold the tenant by itself. All of api in the long set.
without_row_security() {
  local state=$state-open chosen=(api/test_profiles.py api/test_tasks.py api/test_events.py)
  [ -z "${PROBITY_LONG:-}" ] || chosen=(api)
  if PROBITY_ROW_SECURITY=off PG_OPTIONS="-c fsync=off" bash tools/house.sh up "$state" "$binary" --port 0 >&2; then
    PROBITY_HOUSE=$state run_pytest open -n 2 gates/test_tenants.py gates/test_access.py "${chosen[@]}" \
      --deselect gates/test_tenants.py::test_the_matrix_sees_statements_that_forget_their_tenant \
      --deselect gates/test_tenants.py::test_row_security_alone_holds
    house_down
  else
    echo house >"$results/broken.open"
  fi
}

# Gateway and api in processes of their own: the same API. All of it in the long set.
split_services() {
  local state=$state-split chosen=(api/test_profiles.py api/test_tasks.py api/test_idempotency.py api/test_limits.py api/test_wire.py)
  [ -z "${PROBITY_LONG:-}" ] || chosen=(api)
  if PROBITY_SPLIT=1 PG_OPTIONS="-c fsync=off" bash tools/house.sh up "$state" "$binary" --port 0 >&2; then
    PROBITY_HOUSE=$state run_pytest split -n 2 split gates/test_access.py gates/test_tenants.py "${chosen[@]}" \
      --deselect gates/test_tenants.py::test_the_matrix_sees_statements_that_forget_their_tenant
    house_down
  else
    echo house >"$results/broken.split"
  fi
}

part build build_all
part 'portal, logic' run_vitest
if [ ! -e "$results/broken.build" ]; then
  part 'C++' run_all_cpp
  part 'house up' house_up
  if [ -e "$results/broken.house" ]; then
    tail -20 "$state/server.log" >&2 || true
  else
    PROBITY_HOUSE=$state part 'api and gates' run_pytest api -n 2 api gates
    PROBITY_HOUSE=$state part 'portal, in a browser' run_pytest portal portal
    part fault run_pytest fault fault
    part 'split services' split_services
    [ -n "$pattern" ] || PROBITY_HOUSE=$state part 'every statement ran' run_pytest after gates/after_all.py
    part 'house down' house_down
    part 'row security off' without_row_security
  fi
fi

python3 - "$results" <<'PY'
import json, pathlib, sys, xml.etree.ElementTree as xml
results = pathlib.Path(sys.argv[1])
passed = failed = skipped = 0
for report in results.glob("*.json"):
    for suite in json.loads(report.read_text())["testsuites"]:
        for test in suite["testsuite"]:
            if test.get("status") == "NOTRUN":
                continue
            if test.get("failures"):
                failed += 1
            elif test.get("result") == "SKIPPED":
                skipped += 1
            else:
                passed += 1
for report in results.glob("*.xml"):
    for suite in xml.parse(report).getroot().iter("testsuite"):
        count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        bad = count["failures"] + count["errors"]
        failed += bad
        skipped += count["skipped"]
        passed += max(0, count["tests"] - bad - count["skipped"])
for broken in sorted(results.glob("broken.*")):
    print(f"broken: {broken.suffix[1:]}")
    failed += 1
print(f"\n{'part':<20} {'seconds':>8}")
total = 0
for line in (results / "times").read_text().splitlines():
    name, seconds = line.split("\t")
    total += int(seconds)
    print(f"{name:<20} {seconds:>8}")
print(f"{'all':<20} {total:>8}\n")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
PY
