#!/bin/sh
# test.sh [pytest arguments]: everything on SQLite, then what touches the database on a private PostgreSQL.
# Both run whatever the first says; nothing that was started stays behind, also when interrupted.
set -u
. .ci/pg.sh
run_pid=
failed=0
mark=TONGHU_TEST_RUN=$$
again=; env --default-signal=INT true 2>/dev/null && again=--default-signal=INT   # sh takes ^C away from what runs behind

left() { grep -lsxz "$mark" /proc/[0-9]*/environ | cut -d/ -f3; }   # our own grep does not carry the mark

sweep() {   # gives stragglers five seconds, then ends and reports them
  for _ in 1 2 3 4 5; do [ -n "$(left)" ] || return 0; sleep 1; done
  for p in $(left); do
    echo "遗留进程，已结束 / left behind, ended: $p $(tr '\0' ' ' <"/proc/$p/cmdline" | cut -c 1-120)" >&2
    kill -KILL "$p" 2>/dev/null
  done
  return 1
}

finish() {
  trap '' INT TERM HUP
  [ -z "$run_pid" ] || { kill -INT "$run_pid" 2>/dev/null; sweep 2>/dev/null; }
  pg_stop
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Every part starts many Pythons: compiled once, whatever the caller thinks of files beside the sources.
PYTHONPYCACHEPREFIX=$PWD/.venv/pycache; export PYTHONPYCACHEPREFIX
unset PYTHONDONTWRITEBYTECODE

part() {   # part NAME pytest-arguments: runs, tells the time it took, remembers a failure
  name=$1; shift
  since=$(date +%s)
  # In a session of its own ^C reaches it once, through finish(); it ends when this shell is killed.
  # shellcheck disable=SC2086
  # One hash seed: both workers give a set in a test's name the same order.
  setsid setpriv --pdeathsig INT env $again "$mark" PYTHONHASHSEED=0 .venv/bin/python -m pytest "$@" </dev/null &
  run_pid=$!
  wait "$run_pid"; code=$?
  run_pid=
  [ "$code" = 5 ] && [ -n "$none_ok" ] && code=0   # the caller's choice holds none of this part
  sweep || code=1
  [ "$code" = 0 ] || failed=1
  verdict="$verdict
$name: $([ "$code" = 0 ] && echo 通过 ok || echo "失败 failed ($code)"), $(($(date +%s) - since)) s"
}

verdict=
none_ok=
part SQLite -n 2 --dist loadscope --no-loadscope-reorder "$@"
if pg_start; then
  DATABASE_URL="postgres://tonghu@/tonghu?host=$pg_dir"; export DATABASE_URL
  none_ok=$*
  part PostgreSQL -n 2 -m storage "$@"
else
  failed=1; verdict="$verdict
PostgreSQL: 没有启动 / did not start"
fi
echo "$verdict"
exit $failed
