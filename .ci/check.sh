#!/bin/sh
# check.sh: style, types and the direction of imports; every tool speaks even when one before it objects.
set -u
PATH=$PWD/.venv/bin:$PATH
bad=
run() { name=$1; shift; "$@" || bad="$bad $name"; }

run ruff ruff check .
run format ruff format --check .
run mypy env PYTHONPATH=.:site mypy forms_catalog ledgers site
html=$(find forms_catalog ledgers site -path '*/templates/*' -name '*.html' 2>/dev/null)
# shellcheck disable=SC2086
[ -z "$html" ] || run djlint djlint --quiet --lint --profile=django $html
run tests python -m pytest --collect-only -qq
run imports env PYTHONPATH=.:site lint-imports
[ ! -e tests/test_architecture.py ] || run architecture python -m pytest -q tests/test_architecture.py

[ -z "$bad" ] || { echo "未通过 / objections:$bad" >&2; exit 1; }
echo "都通过了 / all clean"
