"""`manage.py setup`: what has to be there before anything runs; run again, it changes nothing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from ledgers.sealing import create_keyring


class Command(BaseCommand):
    """Signing key, key file, database, static files."""

    help = "生成密钥、建库、收集静态文件"

    def handle(self, *args: Any, **options: Any) -> None:
        var = Path(settings.VAR_DIR)
        var.mkdir(parents=True, exist_ok=True)
        if _new_secret(var / "secret_key"):
            self.stdout.write("已生成签名密钥")
        if create_keyring():
            self.stdout.write(f"已生成加密密钥 {settings.KEYRING}，请另存一份到安全的地方")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)


def _new_secret(path: Path) -> bool:
    if path.exists():
        return False
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return True
