"""The keys themselves: one file outside the database, without which nothing sealed is read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings


class KeysMissing(RuntimeError):
    """The key file is not there or not readable; pages that need no key are still served."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """`seal` wraps data keys, `index` keys the blind index; each id -> 32 bytes, the current last."""

    seal: dict[str, bytes]
    index: dict[str, bytes]

    @property
    def seal_id(self) -> str:
        return list(self.seal)[-1]

    @property
    def index_id(self) -> str:
        return list(self.index)[-1]


def keyring() -> Keyring:
    """Read again whenever the file changes; raises KeysMissing."""
    path = str(settings.KEYRING)
    try:
        stat = os.stat(path)
    except OSError as error:
        raise KeysMissing(str(error.strerror)) from None
    return _read(path, (stat.st_mtime_ns, stat.st_ino, stat.st_size))


@lru_cache(maxsize=4)
def _read(path: str, stamp: tuple[int, ...]) -> Keyring:
    try:
        data = json.loads(Path(path).read_text())
        rings = (
            {name: base64.b64decode(key) for name, key in data[use].items()}
            for use in ("seal", "index")
        )
        seal, index = rings
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysMissing(type(error).__name__) from None
    if not seal or not index or any(len(key) != 32 for key in (*seal.values(), *index.values())):
        raise KeysMissing("incomplete")
    return Keyring(seal, index)


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def create_keyring() -> bool:
    """Writes a new key file (mode 600) and says True; False when one is there already."""
    path = Path(settings.KEYRING)
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    write_keys(descriptor, {"seal": {"s1": new_key()}, "index": {"i1": new_key()}})
    return True


def write_keys(descriptor: int, data: dict[str, dict[str, str]]) -> None:
    """Fills a new file and sees it on the disk."""
    with os.fdopen(descriptor, "w") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
