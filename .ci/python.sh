#!/bin/sh
# Prints the path of a CPython >= 3.12 that really runs, 3.13 first; exit 1 with a remedy when there is none.
# PYTHON=/path decides itself. A name on PATH is not enough: a pyenv shim exits 127 when its version is not
# selected, Debian's python3 may lack venv, and one built without sqlite3 or ssl fails much later.
set -u

real() {   # real COMMAND WANTED: its true path, if it runs, has that version ("" = any) and every module we need
  command -v "$1" >/dev/null 2>&1 || return 1
  "$1" -I - "$2" 2>/dev/null <<'P'
import sys
v = "%d.%d" % sys.version_info[:2]
if sys.version_info < (3, 12) or sys.argv[1] not in ("", v) or sys.implementation.name != "cpython": sys.exit(1)
import bz2, ctypes, ensurepip, lzma, sqlite3, ssl, venv, zlib
print(getattr(sys, "_base_executable", "") or sys.executable)
P
}

look() {
  for v in 3.13 3.12 3.14; do
    real "python$v" $v && return
    for p in $(ls -d "${PYENV_ROOT:-${HOME:-/}/.pyenv}"/versions/$v.*/bin/python 2>/dev/null | sort -rV); do
      real "$p" $v && return
    done
  done
  for p in /usr/bin/python3 python3 python; do real $p "" && return; done
  [ -x "${UV:-}" ] || return 1
  for v in 3.13 3.12; do   # one that uv fetched earlier
    p=$("$UV" python find --no-config --no-python-downloads --managed-python $v 2>/dev/null) && real "$p" $v && return
  done
  return 1
}

if [ -n "${PYTHON:-}" ]; then
  real "$PYTHON" "" && exit 0
  echo "PYTHON=$PYTHON 不能用：打不开、低于 3.12，或缺 venv、ssl、sqlite3" >&2
  echo "PYTHON=$PYTHON: does not run, is older than 3.12, or lacks venv, ssl or sqlite3" >&2
  exit 1
fi
look && exit 0
[ -x "${UV:-}" ] && "$UV" python install --no-config -q 3.13 >/dev/null 2>&1 && look && exit 0

have=$(python3 -c 'import sys; print("python3 = %d.%d" % sys.version_info[:2])' 2>/dev/null || echo "no python3")
[ "$have" = "no python3" ] || python3 -c 'import ensurepip' 2>/dev/null || have="$have, no venv"
cat >&2 <<P
没有可用的 Python：需要 3.12 以上，建议 3.13（现有：$have）
No usable Python: 3.12 or newer is needed, 3.13 preferred. 任选其一，再运行 make / do one of these:
  - Debian 13, Ubuntu 24.04 +      apt-get install python3 python3-venv
  - pyenv                          pyenv install 3.13
  - 别处已有 / one elsewhere        make PYTHON=/path/to/python3.13 demo
P
exit 1
