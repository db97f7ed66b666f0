# Sourced by test.sh: a private PostgreSQL in a short folder under /tmp, which ends with the shell that started it.
pg_dir=
pg_pid=

pg_start() {   # sets pg_dir; the server refuses root and sockets refuse long paths
  pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$pg_bin" ] || { echo "没有 PostgreSQL / no PostgreSQL" >&2; return 1; }
  pg_as=; [ "$(id -u)" = 0 ] && pg_as="--reuid=postgres --regid=postgres --init-groups"
  pg_dir=$(mktemp -d /tmp/tonghu-XXXXXX) && chmod 700 "$pg_dir" || return 1
  [ -z "$pg_as" ] || chown postgres "$pg_dir"
  # shellcheck disable=SC2086
  (cd / && HOME=/tmp setpriv $pg_as "$pg_bin/initdb" -D "$pg_dir/data" -U tonghu -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$pg_dir/log" 2>&1) || { cat "$pg_dir/log" >&2; return 1; }
  # shellcheck disable=SC2086
  HOME=/tmp setpriv $pg_as --pdeathsig INT "$pg_bin/postgres" -D "$pg_dir/data" -k "$pg_dir" -c listen_addresses= \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=150 \
    </dev/null >>"$pg_dir/log" 2>&1 &
  pg_pid=$!
  tries=150
  while [ $tries -gt 0 ] && kill -0 "$pg_pid" 2>/dev/null; do
    "$pg_bin/psql" -q -h "$pg_dir" -U tonghu -d postgres -c 'CREATE DATABASE tonghu' >/dev/null 2>&1 && return
    tries=$((tries - 1)); sleep 0.2
  done
  cat "$pg_dir/log" >&2
  return 1
}

pg_stop() {
  [ -z "$pg_pid" ] || { kill -INT "$pg_pid" 2>/dev/null && wait "$pg_pid"; pg_pid=; }
  [ -z "$pg_dir" ] || { rm -rf "$pg_dir"; pg_dir=; }
}
