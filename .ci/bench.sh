#!/bin/sh
# bench.sh: ledgers beside tables of their own, on SQLite and on a private PostgreSQL; SIZES="12866 100000" asks for some.
set -u
. .ci/pg.sh
trap pg_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
pg_start || exit 1
BENCH_POSTGRES=$pg_dir .venv/bin/python -m tests.bench_ledgers
