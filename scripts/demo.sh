#!/usr/bin/env bash
# Run the demo unit: the embedded database, the web process and one worker with its clock. No Redis, no PostgreSQL.
#
#   scripts/demo.sh          load the demo unit if it is not there, then serve it until Ctrl-C
#   scripts/demo.sh reset    throw the demo's data away and load it anew
source "$(dirname "$0")/lib.sh"

export KUI_MODE=demo PORT=${PORT:-8000}
unset DATABASE_URL REDIS_URL KUI_VAR_DIR # the demo is always the embedded one
bin=.venv/bin
log=var/log
pidfile=var/demo.pid
mkdir -p $log

running() { [ -e $pidfile ] && kill -0 "$(<$pidfile)" 2>/dev/null; }

load() {
  # The sign-ins go to standard output, what takes time to standard error.
  # A library says hello there too.
  $bin/python manage.py demo >var/demo.said || die "the demo unit could not be loaded (see above)"
  grep @ var/demo.said >var/demo.sign-ins
  rm var/demo.said
}

if [ "${1:-}" = reset ]; then
  running && die "the demo is running (process $(<$pidfile)); stop it with Ctrl-C first"
  say "Throwing the demo's data away"
  rm -rf var/kui.sqlite3* var/secrets.json var/broker var/broker-control var/celerybeat-schedule* var/media var/documents var/mail
  load
  say "Done. Start it with: make demo"
  exit 0
fi

running && die "the demo is already running (process $(<$pidfile))"
$bin/python - "$PORT" <<'PYTHON' || die "port $PORT is taken; choose another: make demo PORT=8123"
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", int(sys.argv[1])))
PYTHON

load
# Hashing and compressing the static files again takes ten seconds; do it only when one of them changed.
if [ ! -e var/stamps/static ] || [ -n "$(find static var/vendor requirements.txt -newer var/stamps/static -print -quit)" ]; then
  $bin/python manage.py collectstatic --noinput --clear -v0
  touch var/stamps/static
fi

stop() {
  trap - EXIT INT TERM
  kill -TERM $(jobs -p) 2>/dev/null || true
  wait || true
  rm -f $pidfile
}
trap stop EXIT
trap 'stop; exit 0' INT TERM
echo $$ >$pidfile

$bin/gunicorn kui.wsgi --bind "127.0.0.1:$PORT" --workers 1 --no-control-socket >$log/web.log 2>&1 &
web=$!
# A broker made of files may hand over a message half written, at which Celery stops. What is due stands in rows, so
# nothing is lost when the worker begins again; one that stops at once has another reason, and is not begun again.
keep_working() {
  local began
  while began=$SECONDS; do
    $bin/celery -A kui worker -B -P threads -c 2 -l INFO >>$log/worker.log 2>&1 &
    trap "kill -TERM $! 2>/dev/null; wait; exit 0" TERM
    wait $! || true
    [ $((SECONDS - began)) -ge 20 ] || exit 1
  done
}
: >$log/worker.log
keep_working &
worker=$!

healthy() {
  $bin/python - "http://127.0.0.1:$PORT/healthz" <<'PYTHON' 2>/dev/null
import sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=2)
PYTHON
}
for _ in $(seq 120); do
  kill -0 $web 2>/dev/null || { tail -20 $log/web.log >&2; die "the web process stopped; its log is $log/web.log"; }
  healthy && break
  sleep 0.5
done
healthy || die "the web process does not answer; its log is $log/web.log"

printf '\nKUI is ready: http://127.0.0.1:%s\n\n' "$PORT"
cat var/demo.sign-ins
printf '\nLogs are in %s. Stop with Ctrl-C.\n' "$log"

wait -n $web $worker || true
kill -0 $web 2>/dev/null || die "the web process stopped; its log is $log/web.log"
tail -20 $log/worker.log >&2
die "the worker stopped; its log is $log/worker.log"
