"""The accounts people try the demonstration with: passwords made once, kept in a private file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from demo.posts import ADMINISTRATOR, Account, shown
from people.models import User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is taken for something else."""
CHANGED = "（本人已改）"


def file() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.txt"


def hand_out() -> str:
    """The words of the file; a second call keeps every password that still opens its account."""
    known = _known()
    lines = [_line(words, account, known.get(account.username, "")) for words, account in shown()]
    text = "\n".join([*_head(), *lines, ""])
    _write(text)
    return text


def _known() -> dict[str, str]:
    """The passwords of the file that stands."""
    if not file().exists():
        return {}
    rows = (line.split() for line in file().read_text(encoding="utf-8").splitlines())
    names = {account.username for _, account in shown()}
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0] in names}


def _line(words: str, account: Account, password: str) -> str:
    user = User.objects.get(username=account.username)
    if not user.has_usable_password():
        password = password if password and password != CHANGED else _new_password()
        user.set_password(password)
        user.is_superuser = user.is_staff = account.role == ADMINISTRATOR
        user.save()
    elif not password or not user.check_password(password):
        password = CHANGED
    return f"{account.username:<9} {password:<12} {words} {account.name}"


def _new_password() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _head() -> list[str]:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return [
        "演示账号（数据纯属虚构）",
        f"登录 {base}{reverse('login')}   后台 {base}{reverse('wagtailadmin_home')}",
        f"{'账号':<7} {'密码':<10} 谁",
    ]


def _write(text: str) -> None:
    """Nobody else can read it, not even for a moment."""
    draft = file().with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    draft.replace(file())
