"""`manage.py setup`: what has to be there before anything runs; run again, it changes nothing."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from forms_catalog.approval import plant_workflow
from ledgers.sealing import KeysMissing, create_keyring, house_keys


class Command(BaseCommand):
    """Signing key, key file, database, static files."""

    help = "生成密钥、建库、收集静态文件"
    requires_system_checks = ()  # they ask the database, whose folder is made here

    def handle(self, *args: Any, **options: Any) -> None:
        var = Path(settings.VAR_DIR)
        var.mkdir(parents=True, exist_ok=True)
        if _new_secret(var / "secret_key"):
            self.stdout.write("已生成签名密钥")
        if create_keyring():
            self.stdout.write(f"已生成加密密钥 {settings.KEYRING}，请另存一份到安全的地方")
        if _migrated():
            self.stdout.write("数据表已是最新")
        if plant_workflow():
            self.stdout.write("模板审批已备好")
        if not _ours():
            self.stderr.write(f"{settings.KEYRING} 不是这里原来的密钥，请从备份里把原来的放回去")
        if _collected(var / "static.stamp"):
            self.stdout.write("静态文件已收集")


def _new_secret(path: Path) -> bool:
    if path.exists():
        return False
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return True


def _migrated() -> bool:
    """True when something was missing; a look costs far less than an empty `migrate`."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _ours() -> bool:
    """Whether the key file is the one that the database knows, or the first it meets."""
    try:
        house_keys()
    except KeysMissing:
        return False
    return True


def _collected(stamp: Path) -> bool:
    """Collects when any source differs from last time: compressing them takes 10 seconds."""
    wanted = _static_stamp()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wanted)
    return True


def _static_stamp() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda item: item[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
