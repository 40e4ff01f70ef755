#!/usr/bin/env bash
# Writes db/schema.sql, the schema as the migrations leave it: schema.sh | schema.sh --check
# --check writes nothing and fails when the file is out of date. PROBITY_BINARY: which binary migrates.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'schema: %s\n' "$*" >&2; exit 1; }
. tools/embedded.sh

binary=${PROBITY_BINARY:-build/release/probity}
[ -x "$binary" ] || fail "no binary at $binary: build one, or set PROBITY_BINARY"

state=$(mktemp -d /tmp/probity-schema.XXXXXX)
trap 'pg_stop "$state"; rm -rf "$state"' EXIT
PORT=0 pg_start "$state" -c fsync=off
copy=$(realpath "$binary")
if [ "$(id -u)" = 0 ]; then copy=$state/probity; install -m 755 "$binary" "$copy"; fi
(cd "$state" && as_owner "$copy" --config "$state/probity.toml" migrate >&2)

# What differs from run to run, or says nothing about the schema, is left out; so are partitions, which the
# server makes day by day.
dump() {
  PGPASSFILE=/dev/null PGPASSWORD=$(cat "$state/pg.password") $pg_bin/pg_dump -h "$state" -U probity_admin -d probity \
    --schema-only --no-owner --schema=probity --schema=keys \
    --exclude-table='probity.jobs_2*' --exclude-table='probity.idempotency_keys_2*' |
    sed -E -e '/^(\\restrict|\\unrestrict|SET |SELECT pg_catalog\.set_config)/d' -e '/^--/d' -e 's/[[:space:]]+$//' |
    cat -s
}
{
  echo '-- Made by ./dev schema from db/migrations; not to be edited. To be read, not run: it names no owners.'
  dump
} >"$state/schema.sql"
[ "$(grep -c '^CREATE TABLE' "$state/schema.sql")" -gt 0 ] || fail "pg_dump wrote no tables"

if [ "${1:-}" = --check ]; then
  diff -u db/schema.sql "$state/schema.sql" >&2 || fail "db/schema.sql is out of date: run ./dev schema"
  say "db/schema.sql is up to date"
else
  cp "$state/schema.sql" db/schema.sql
  say "wrote db/schema.sql"
fi
