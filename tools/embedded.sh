# The embedded default: a private PostgreSQL, a local keystore, local lists. Sourced by ./dev and the tests' bench.
pg_bin=/usr/lib/postgresql/15/bin

# As root, PostgreSQL and the server run as the user postgres; otherwise as ourselves.
as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

default_state() {
  if [ "$(id -u)" = 0 ]; then
    # One folder a clone; short, because socket paths are limited to 107 characters.
    echo "/var/lib/probity/$(printf %s "$root" | cksum | cut -d' ' -f1)"
  else
    echo "$root/.probity"
  fi
}

secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

pg_start() {  # STATE [extra postgres options…]
  local state=$1; shift
  [ ${#state} -le 85 ] || fail "the state folder's path is too long for a socket (at most 85 characters): $state"
  if [ ! -e "$state/pg/PG_VERSION" ]; then
    say "making a private PostgreSQL in $state/pg"
    if [ "$(id -u)" = 0 ]; then install -d -m 700 -o postgres -g postgres "$state"; else install -d -m 700 "$state"; fi
    as_owner sh -c "umask 077; echo '$(secret)' > '$state/pg.password'"
    # The password file must not be left empty by a crash, so initdb's success is what counts.
    (cd "$state" && as_owner $pg_bin/initdb -D "$state/pg.new" -U probity_admin --pwfile="$state/pg.password" --auth=scram-sha-256 \
      --encoding=UTF8 --locale=C.UTF-8 --data-checksums >"$state/initdb.log" 2>&1) || fail "initdb failed: $state/initdb.log"
    as_owner sh -c "cat >> '$state/pg.new/postgresql.conf'" <<TXT
listen_addresses = ''
unix_socket_directories = '$state'
unix_socket_permissions = 0700
shared_buffers = 256MB
max_connections = 40
max_wal_size = 4GB
wal_compression = lz4
jit = off
random_page_cost = 1.1
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
TXT
    as_owner mv "$state/pg.new" "$state/pg"
  fi
  if ! as_owner $pg_bin/pg_ctl -D "$state/pg" status >/dev/null 2>&1; then
    (cd "$state" && as_owner $pg_bin/pg_ctl -D "$state/pg" -w -t 60 -l "$state/pg.log" -o "$*" start >/dev/null 2>&1 </dev/null) || fail "PostgreSQL did not start: $state/pg.log"
  fi
  pg_roles "$state"
  message_folders "$state"
}

# The roles: the schema's owner, the role that serves (owns nothing), and the one of cross-tenant look-ups.
pg_roles() {
  local state=$1
  [ -e "$state/roles.done" ] && return
  local owner app; owner=$(secret) app=$(secret)
  PGPASSFILE=/dev/null PGPASSWORD=$(cat "$state/pg.password") $pg_bin/psql -h "$state" -U probity_admin -d postgres -qX -v ON_ERROR_STOP=1 >/dev/null <<SQL
do \$\$ begin
  if not exists (select from pg_roles where rolname = 'probity_owner') then create role probity_owner login; end if;
  if not exists (select from pg_roles where rolname = 'probity_app') then create role probity_app login nosuperuser nobypassrls nocreatedb nocreaterole; end if;
  if not exists (select from pg_roles where rolname = 'probity_lookup') then create role probity_lookup nologin; end if;
end \$\$;
alter role probity_owner password '$owner';
alter role probity_app password '$app';
grant probity_lookup to probity_owner;
select 'create database probity owner probity_owner' where not exists (select from pg_database where datname = 'probity') \gexec
revoke all on database probity from public;
grant connect on database probity to probity_app;
SQL
  as_owner sh -c "umask 077; cat > '$state/probity.toml'" <<TXT
# Made by ./dev run; yours to edit.
[server]
port = ${PORT:-8080}
[admin]
port = 0
[database]
url = "host=$state dbname=probity user=probity_app password=$app"
owner_url = "host=$state dbname=probity user=probity_owner password=$owner"
[keystore]
path = "$state/keystore.json"
root_key = "$state/root.key"
TXT
  as_owner touch "$state/roles.done"
}

# Without a mail server, what Probity writes to people lies in folders: the first invitation is read there.
message_folders() {
  local state=$1
  grep -q '^\[mail\]' "$state/probity.toml" && return
  as_owner install -d -m 700 "$state/mail" "$state/sms"
  as_owner sh -c "cat >> '$state/probity.toml'" <<TXT
[mail]
from = "Probity <probity@localhost.localdomain>"
folder = "$state/mail"
[sms]
folder = "$state/sms"
TXT
}

# Files that the server's user must be able to read are copied to where it can.
lend() {  # SOURCE TARGET
  as_owner rm -rf "$2"
  cp -r "$1" "$2"
  chmod -R u+w "$2"  # what is read-only there must be removable here
  if [ "$(id -u)" = 0 ]; then chown -R postgres: "$2"; fi
}

# The portal, where the server's user can read it; a state folder made before there was one learns of it.
lend_portal() {
  lend "$root/portal/dist" "$1/portal"
  grep -q '^\[portal\]' "$1/probity.toml" || printf '[portal]\npath = "%s"\n' "$1/portal" | as_owner tee -a "$1/probity.toml" >/dev/null
}

# Schema, demo documents, lists (none when LISTS_FOLDER is empty) and the fictional PEPs beside them.
load_house() {  # STATE BINARY LISTS_FOLDER
  local state=$1 binary=$2 lists=$3
  local probity=(as_owner "$binary" --config "$state/probity.toml")
  (cd "$state" && "${probity[@]}" migrate)
  lend "$root/db/demo" "$state/demo"
  [ -n "$lists" ] || return 0
  say "loading lists from $lists"
  lend "$lists" "$state/lists"
  (cd "$state" && "${probity[@]}" lists load "$state/lists/lists.toml") || say "some lists were not loaded"
  (cd "$state" && "${probity[@]}" lists load "$state/demo/lists/peps.toml")
  as_owner rm -rf "$state/lists"
}

pg_stop() {
  if [ -e "$1/pg/postmaster.pid" ]; then as_owner $pg_bin/pg_ctl -D "$1/pg" -m fast -w stop >/dev/null 2>&1 || true; fi
}

# A process of the house is a name: NAME.pid, NAME.log; of the whole server, or of the roles that clients call, "server".
process_pid() { [ -e "$1/$2.pid" ] && kill -0 "$(cat "$1/$2.pid")" 2>/dev/null && cat "$1/$2.pid"; }
server_pid() { process_pid "$1" server; }

# Starts a process and waits until it is ready, as its READY file then says.
process_start() {  # STATE NAME READY BINARY [serve options…]
  local state=$1 name=$2 ready=$1/$3 binary=$4; shift 4
  rm -f "$ready"
  # A detached server must outlive this shell and its terminal.
  (cd "$state" && exec </dev/null >>"$state/$name.log" 2>&1
    as_owner setsid "$binary" --config "$state/probity.toml" serve --ready-file "$ready" "$@" & echo $! >"$state/$name.pid")
  local tries=0
  until [ -e "$ready" ]; do
    kill -0 "$(cat "$state/$name.pid")" 2>/dev/null || { tail -5 "$state/$name.log" >&2; fail "the server did not start"; }
    tries=$((tries + 1)); [ $tries -lt 600 ] || fail "the server was not ready in 60 s: $state/$name.log"
    sleep 0.1
  done
  ready_member "$ready" pid >"$state/$name.pid"
}

ready_member() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$1" "$2"; }

# Starts the server; its base URL goes to $base_url. PROBITY_SPLIT=1: a gateway, and the other roles in a process behind it.
server_start() {  # STATE BINARY [serve options…]
  local state=$1 binary=$2; shift 2
  if [ -n "${PROBITY_SPLIT:-}" ]; then
    PROBITY_API_PORT=0 process_start "$state" server-api ready-api.json "$binary" --roles api,worker,scheduler
    PROBITY_GATEWAY_UPSTREAM=http://127.0.0.1:$(ready_member "$state/ready-api.json" api_port) \
      process_start "$state" server ready.json "$binary" --roles gateway "$@"
  else
    process_start "$state" server ready.json "$binary" "$@"
  fi
  base_url="http://127.0.0.1:$(ready_member "$state/ready.json" port)"
  admin_url="http://127.0.0.1:$(ready_member "$state/ready.json" admin_port)"
}

server_stop() {
  local name pid
  for name in server server-api; do
    pid=$(process_pid "$1" $name) || continue
    kill -TERM "$pid"
    for _ in $(seq 250); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    rm -f "$1/$name.pid"
  done
}

state_option() {
  state=$(default_state)
  while [ $# -gt 0 ]; do [ "$1" = --state ] && { state=$(realpath -m "$2"); return; }; shift; done
}

stop() {
  state_option "$@"
  server_stop "$state"
  pg_stop "$state"
  say "stopped"
}

# The binary runs as another user when we are root, so it needs a place that user can read.
installed_binary() {
  local state=$1
  if [ "$(id -u)" = 0 ]; then
    cmp -s build/release/probity "$state/probity" || install -m 755 build/release/probity "$state/probity"
    echo "$state/probity"
  else
    echo "$root/build/release/probity"
  fi
}

find_lists() {
  lists=${LISTS:-}
  if [ -z "$lists" ] && [ -e ../shared/data/screening/lists.toml ]; then lists=$(realpath ../shared/data/screening); fi
  if [ -z "$lists" ]; then
    say "NO SANCTIONS LISTS FOUND: using the small SAMPLE that the project ships. It protects nobody; see docs/lists.md"
    lists=$root/db/demo/lists
  fi
  [ -e "$lists/lists.toml" ] || fail "$lists has no lists.toml"
}

run() {
  local detach='' port_option=''
  state=$(default_state)
  while [ $# -gt 0 ]; do
    case $1 in
      --detach) detach=1 ;;
      --state) state=$(realpath -m "$2"); shift ;;
      --port) port_option=$2; shift ;;
      --lists) LISTS=$2; shift ;;
      *) fail "run: unknown option $1" ;;
    esac
    shift
  done
  setup
  build release probity
  portal_build
  PORT=${port_option:-8080} pg_start "$state"
  local binary; binary=$(installed_binary "$state")
  local probity=(as_owner "$binary" --config "$state/probity.toml")
  server_stop "$state"
  if [ ! -e "$state/run.json" ] || [ -n "${LISTS:-}" ]; then find_lists; else lists=''; fi
  load_house "$state" "$binary" "$lists" >&2
  lend_portal "$state"
  say "starting the server"
  server_start "$state" "$binary" ${port_option:+--port "$port_option"}
  if [ ! -e "$state/run.json" ]; then
    say "onboarding sample customers"
    (cd "$state" && "${probity[@]}" --json demo --folder "$state/demo" --base-url "$base_url" --crowd "${PROBITY_DEMO_CROWD:-300}" \
      --settings "${PROBITY_DEMO_SETTINGS:-{\"second_factor_required\": false\}}") >"$state/demo.json"
  fi
  python3 - "$state" "$base_url" "$admin_url" "$binary" <<'PY'
import json, os, pathlib, sys
state, base_url, admin_url, binary = sys.argv[1:]
demo = json.load(open(f"{state}/demo.json"))
ready = json.load(open(f"{state}/ready.json"))
version = pathlib.Path("VERSION").read_text().strip()
run = {"base_url": base_url, "admin_url": admin_url, "api_key": demo["api_key"], "institution_id": demo["institution_id"],
       "email": demo["email"], "password": demo["password"], "pid": ready["pid"], "version": version, "config": f"{state}/probity.toml", "binary": binary}
fresh = f"{state}/run.json.new"
with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
    json.dump(run, f, indent=2)
os.rename(fresh, f"{state}/run.json")
row = "{:<40} {:<10} {:<32} {:<13} {}"
print(row.format("sample customer", "status", "flag", "risk", "why"))
for c in demo["customers"]:
    print(row.format(c["customer"], c["status"], c["flag"], c["risk"], c["why"]))
if demo.get("crowd"):
    print("and " + ", ".join(f"{n} {word.lower()}" for word, n in demo["crowd"].items()) + " more applications")
print(f"\nportal   {base_url}/  (sign in as {demo['email']}, password {demo['password']})\nAPI      {base_url}/4.0\nadmin    {admin_url}\nAPI key  {demo['api_key']}\nstate    {state}")
PY
  chmod 600 "$state/demo.json"
  [ -n "$detach" ] && return
  echo "serving; Ctrl-C ends everything"
  trap 'trap - INT TERM; stop --state "$state"; exit 0' INT TERM
  while server_pid "$state" >/dev/null; do sleep 1 & wait $! || true; done
  fail "the server ended: $state/server.log"
}
