#!/usr/bin/env bash
# A throw-away house for tests and benchmarks: house.sh up STATE BINARY [serve options…] | house.sh down STATE
# Makes a private PostgreSQL, migrates, loads the sample lists (or LISTS=DIR) and the fictional PEPs, starts the server.
# PG_OPTIONS are passed to PostgreSQL, e.g. "-c fsync=off" where durability is not what is tested.
# PROBITY_SPLIT=1 starts a gateway and, behind it, a process of the other roles.
# PROBITY_ROW_SECURITY=off takes the second wall away, so that tests see whether the statements hold the first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'house: %s\n' "$*" >&2; exit 1; }
. tools/embedded.sh

lower_wall() {
  PGPASSFILE=/dev/null PGPASSWORD=$(cat "$1/pg.password") $pg_bin/psql -h "$1" -U probity_admin -d probity -qX -v ON_ERROR_STOP=1 <<'SQL'
select format('alter table %s disable row level security, no force row level security', c.oid::regclass) from pg_class c
where c.relnamespace in ('probity'::regnamespace, 'keys'::regnamespace) and c.relkind in ('r', 'p') \gexec
SQL
}

up() {
  local state=$1 binary=$2; shift 2
  PORT=0 pg_start "$state" ${PG_OPTIONS:-}
  local copy=$state/probity
  if [ "$(id -u)" = 0 ]; then install -m 755 "$binary" "$copy"; else copy=$(realpath "$binary"); fi
  load_house "$state" "$copy" "${LISTS:-$root/db/demo/lists}"
  [ "${PROBITY_ROW_SECURITY:-on}" = on ] || lower_wall "$state"
  server_start "$state" "$copy" "$@"
}

case $1 in
  up) shift; up "$@" ;;
  down) state=$2; server_stop "$state"; pg_stop "$state" ;;
  *) fail "up or down" ;;
esac
