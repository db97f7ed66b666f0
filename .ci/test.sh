#!/bin/sh
# test.sh [pytest arguments]: everything on SQLite, and beside it what touches the database on a private PostgreSQL:
# browsers and workers wait a third of their time. Nothing that was started stays behind, also when interrupted.
set -u
. .ci/pg.sh
run_pids=
failed=0
again=; env --default-signal=INT true 2>/dev/null && again=--default-signal=INT   # sh takes ^C away from what runs behind

left() { grep -lszE "^TONGHU_TEST_RUN=$$-${1-}" /proc/[0-9]*/environ | cut -d/ -f3; }   # our own grep does not carry it

sweep() {   # sweep [NAME]: gives stragglers five seconds, then ends and reports them
  for _ in 1 2 3 4 5; do [ -n "$(left "$@")" ] || return 0; sleep 1; done
  for p in $(left "$@"); do
    echo "遗留进程，已结束 / left behind, ended: $p $(tr '\0' ' ' <"/proc/$p/cmdline" | cut -c 1-120)" >&2
    kill -KILL "$p" 2>/dev/null
  done
  return 1
}

finish() {
  trap '' INT TERM HUP
  # shellcheck disable=SC2086
  [ -z "$run_pids" ] || { kill -INT $run_pids 2>/dev/null; sweep 2>/dev/null; }
  pg_stop
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Every part starts many Pythons: compiled once, whatever the caller thinks of files beside the sources.
PYTHONPYCACHEPREFIX=$PWD/.venv/pycache; export PYTHONPYCACHEPREFIX
unset PYTHONDONTWRITEBYTECODE

begin() {   # begin NAME pytest-arguments: in a session of its own ^C reaches it once, through finish()
  name=$1; shift
  # shellcheck disable=SC2086
  # It ends when this shell is killed. One hash seed: both workers give a set in a test's name the same order.
  setsid setpriv --pdeathsig INT env $again "TONGHU_TEST_RUN=$$-$name" PYTHONHASHSEED=0 \
    .venv/bin/python -m pytest "$@" </dev/null &
  run_pids="$run_pids $!"
}

ended() {   # ended NAME PID [FILE]: waits, tells the time it took (until the FILE of its words was last written)
  wait "$2"; code=$?
  until=$(date +%s)
  [ -z "${3-}" ] || { until=$(stat -c %Y "$3"); cat "$3"; }
  [ "$code" = 5 ] && [ -n "$none_ok" ] && code=0   # the caller's choice holds none of this part
  sweep "$1" || code=1
  [ "$code" = 0 ] || failed=1
  verdict="$verdict
$1: $([ "$code" = 0 ] && echo 通过 ok || echo "失败 failed ($code)"), $((until - since)) s"
}

verdict=
none_ok=
since=$(date +%s)
begin SQLite -n 2 --dist loadscope --no-loadscope-reorder "$@"
sqlite=$!
if pg_start; then
  DATABASE_URL="postgres://tonghu@/tonghu?host=$pg_dir"; export DATABASE_URL
  begin PostgreSQL -n 2 -m storage -o cache_dir=.pytest_cache/postgresql "$@" >"$pg_dir/said" 2>&1
  pg=$!
fi
ended SQLite "$sqlite"
none_ok=$*
if [ -n "$pg_pid" ] && [ -n "${pg-}" ]; then
  ended PostgreSQL "$pg" "$pg_dir/said"
else
  failed=1; verdict="$verdict
PostgreSQL: 没有启动 / did not start"
fi
run_pids=
echo "$verdict"
exit $failed
