#!/bin/sh
# interop.sh: JavaRosa's answers, kept for the tests; then our judge against them. Only this needs Java, 17 or newer.
set -u
command -v javac >/dev/null 2>&1 || sh .ci/apt.sh default-jdk-headless || exit 1
PYTHONPATH=.:site .venv/bin/python -m tests.interop.regenerate || exit 1
exec .venv/bin/python -m pytest -q -n 0 tests/expressions/test_javarosa.py
