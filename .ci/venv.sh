#!/bin/sh
# venv.sh run|all: .venv/ with what the product needs, or the tests and linters too; at once and offline when it stands.
set -u
UV=$PWD/.uv/bin/uv; export UV
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT   # a stranger's shell may point elsewhere
want=$1
named=; [ -z "${PYTHON:-}" ] || named=$(sh .ci/python.sh) || exit 1
mark=$(cksum pyproject.toml uv.lock .python-version)

stands() {   # made from the very files that lie here, by a Python that still runs (and is the caller's, if he named one)
  [ "$(cat ".venv/.ok-$want" 2>/dev/null)" = "$mark" ] || return 1
  base=$(.venv/bin/python -I -c 'import sys; print(sys._base_executable)' 2>/dev/null) || return 1
  [ -z "$named" ] || [ "$(readlink -f "$named")" = "$(readlink -f "$base")" ]
}

any_python() {   # uv itself is content with an old Python that can make a venv
  for p in python3 /usr/bin/python3 ${named:+"$named"} python3.13 python3.12; do
    "$p" -I -c 'import ensurepip, ssl, venv' 2>/dev/null && { echo "$p"; return; }
  done
  return 1
}

own_uv() {
  "$UV" --version >/dev/null 2>&1 && return
  rm -rf .uv
  p=$(any_python) || { sh .ci/apt.sh python3 python3-venv && p=/usr/bin/python3; } || return 1
  "$p" -m venv .uv && .uv/bin/pip install -q --disable-pip-version-check 'uv==0.13.*'
}

stands && exit 0
own_uv || { echo "装不上 uv，请查网络 / uv could not be installed" >&2; exit 1; }
python=${named:-$(sh .ci/python.sh)} || exit 1
echo "安装 Python 依赖 / Python dependencies ($python)" >&2
case $want in run) some="--no-default-groups --inexact" ;; all) some= ;; esac
# shellcheck disable=SC2086
"$UV" sync -q --locked --python "$python" $some || { echo "依赖没有装好，请查网络后重试 / dependencies are not installed" >&2; exit 1; }
echo "$mark" >.venv/.ok-run
[ "$want" = run ] || echo "$mark" >.venv/.ok-all
