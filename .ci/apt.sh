#!/bin/sh
# apt.sh PACKAGE...: installs the Debian packages that are missing; asks for neither root nor network when none is.
set -u
command -v dpkg-query >/dev/null 2>&1 || { echo "不是 Debian 系统，请自备 / not Debian, you may need: $*" >&2; exit 0; }
miss=
for p; do
  dpkg-query -W -f='${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed && continue
  [ "$p" = postgresql ] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && continue
  miss="$miss $p"
done
[ -n "$miss" ] || exit 0

if [ "$(id -u)" = 0 ]; then root=
elif sudo -n true 2>/dev/null; then root="sudo -n"
elif [ -t 0 ] && command -v sudo >/dev/null 2>&1; then root=sudo
else
  echo "缺少系统软件包，请管理员执行 / Debian packages are missing, have an administrator run:" >&2
  echo "  apt-get update && apt-get install --no-install-recommends$miss" >&2
  exit 1
fi

echo "安装系统软件包 / installing$miss" >&2
case " $miss " in *" postgresql "*)   # the tests start a server of their own: no cluster of the system's
  [ -e /etc/postgresql-common/createcluster.conf ] || $root sh -c \
    'mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf' ;;
esac

log=$(mktemp) && trap 'rm -f "$log"' EXIT
apt() { $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >"$log" 2>&1; }
# shellcheck disable=SC2086
ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && apt install --no-install-recommends $miss && exit 0
# shellcheck disable=SC2086
apt update && apt install --no-install-recommends $miss && exit 0
tail -n 15 "$log" >&2
echo "安装失败，请查网络后重试，或手工安装 / installing failed, try again or install by hand:$miss" >&2
exit 1
