#!/usr/bin/env bash
# The production topology with plain processes, on this machine's PostgreSQL and Redis: two web processes, two workers,
# one beat, production settings, and a database role that does not own the tables.
#
#   scripts/topology.sh                 bring it up and keep it until Ctrl-C
#   scripts/topology.sh COMMAND…        bring it up, run COMMAND with its environment, take it down; exits as COMMAND did
#
# COMMAND finds KUI_WEB (two addresses) and KUI_WORKER_PIDS (two). LOAD_DEMO=1 loads the demo unit first.
# TOPOLOGY_ADMIN_URL is a PostgreSQL address that may create databases and roles; REDIS_URL says which Redis.
source "$(dirname "$0")/lib.sh"

admin=${TOPOLOGY_ADMIN_URL:-postgres://root@127.0.0.1:5432/postgres}
# A name of its own each time: two at once, or one that was killed before it could tidy up, do not meet.
name=kui_topology_$$
bin=.venv/bin
log=var/topology/$$
mkdir -p $log
command -v psql >/dev/null || die "psql is needed (apt install postgresql-client)"
psql "$admin" -qc 'SELECT 1' >/dev/null || die "no PostgreSQL answers at the address in TOPOLOGY_ADMIN_URL"

drop() {
  psql "$admin" -q -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" 2>/dev/null
  psql "$admin" -q -c "DROP ROLE IF EXISTS ${name}_app" -c "DROP ROLE IF EXISTS ${name}_owner" 2>/dev/null
}

stop() {
  trap - EXIT INT TERM
  kill -TERM $(jobs -p) 2>/dev/null || true
  wait || true
  drop
  rm -rf "$log/static"
}
trap stop EXIT
trap 'exit 130' INT TERM

# --- the database, as deploy/ makes it ----------------------------------------------------------------------------
random() { $bin/python -c 'import secrets; print(secrets.token_urlsafe(40).replace("-", "x").replace("_", "y"))'; }
say "Making the database $name, its owner and its app role"
drop
owner_password=$(random) app_password=$(random)
psql "$admin" -q -c "CREATE ROLE ${name}_owner LOGIN CREATEROLE PASSWORD '$owner_password'" \
  -c "CREATE DATABASE $name OWNER ${name}_owner"
server=${admin#*://} server=${server#*@} server=${server%%/*}
PGHOST=${server%%:*} PGPORT=${server##*:} PGPASSWORD=$owner_password POSTGRES_USER=${name}_owner POSTGRES_DB=$name \
  KUI_APP_ROLE=${name}_app KUI_APP_DB_PASSWORD=$app_password deploy/postgres/10-app-role.sh

export KUI_MODE=production KUI_VAR_DIR=$PWD/$log KUI_QUEUE=$name KUI_LOG_LEVEL=${KUI_LOG_LEVEL:-INFO}
SECRET_KEY=$(random) KUI_INDEX_KEY=$(random)
KUI_FIELD_KEYS=$($bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')
export SECRET_KEY KUI_INDEX_KEY KUI_FIELD_KEYS
export SITE_URL=https://kui.example.dk ALLOWED_HOSTS=kui.example.dk,127.0.0.1
export REDIS_URL=${REDIS_URL:-redis://127.0.0.1:6379/8}
export EMAIL_URL=${EMAIL_URL:-consolemail://}
export DATABASE_URL=postgres://${name}_owner:$owner_password@$server/$name

say "Migrating as the owner"
$bin/python manage.py migrate --noinput -v0
$bin/python manage.py collectstatic --noinput -v0
if [ -n "${LOAD_DEMO:-}" ]; then
  say "Loading the demo unit"
  KUI_MODE=demo $bin/python manage.py demo >$log/sign-ins
fi
export DATABASE_URL=postgres://${name}_app:$app_password@$server/$name

# --- the processes ------------------------------------------------------------------------------------------------
say "Starting two web processes, two workers and beat"
first_port=${PORT:-$((20000 + $$ % 20000))}
KUI_WEB="" KUI_WORKER_PIDS=""
for n in 0 1; do
  PORT=$((first_port + n)) WEB_CONCURRENCY=1 $bin/gunicorn kui.wsgi >"$log/web-$n.log" 2>&1 &
  KUI_WEB+="http://127.0.0.1:$((first_port + n)) "
  $bin/celery -A kui worker --hostname "worker-$n@%h" --concurrency 1 --loglevel INFO >"$log/worker-$n.log" 2>&1 &
  KUI_WORKER_PIDS+="$! "
done
$bin/celery -A kui beat --schedule "$log/celerybeat-schedule" --pidfile= --loglevel INFO >$log/beat.log 2>&1 &
export KUI_WEB KUI_WORKER_PIDS

# Ready means: both web processes see database, migrations, broker, and a worker that beat has woken.
ready() {
  $bin/python - $KUI_WEB <<'PYTHON' 2>/dev/null
import sys, urllib.request
for address in sys.argv[1:]:
    urllib.request.urlopen(f"{address}/readyz", timeout=5)
PYTHON
}
for _ in $(seq 90); do
  ready && break
  sleep 1
done
ready || { tail -n 5 $log/*.log >&2; die "the topology did not become ready; its logs are in $log"; }
say "Ready: $KUI_WEB· workers ${KUI_WORKER_PIDS}· logs in $log"

if [ $# -gt 0 ]; then
  "$@"
else
  wait
fi
