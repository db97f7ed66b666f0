"""Changing the key file while the house runs: one writer at a time, whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from ..models import KeyCheck
from .check import house_keys
from .keyring import new_key, write_keys

USES = {"seal": "s", "index": "i"}
"""What a key is for, and the letter that its name begins with."""
_NUMBER = re.compile(r"\d+$")
type _Rings = dict[str, dict[str, str]]


def add(uses: tuple[str, ...]) -> list[str]:
    """New keys, current from now on; their names. Raises KeysMissing when the file is not ours."""
    with _alone() as rings:
        names = [_next(use, rings) for use in uses]
        for use, name in zip(uses, names, strict=True):
            rings[use][name] = new_key()
        _replace(rings)
    house_keys()  # noted down
    return names


def drop(use: str, name: str) -> None:
    """Takes away a key that is not the current one; whether it is needed the caller has asked."""
    with _alone() as rings:
        if list(rings[use])[-1] != name:
            rings[use].pop(name, None)
        _replace(rings)


@contextmanager
def _alone() -> Iterator[_Rings]:
    """The file's content, nobody else changing it; another house's file is left as it is."""
    path = Path(settings.KEYRING)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        house_keys()
        yield json.loads(path.read_text())


def _next(use: str, rings: _Rings) -> str:
    """A name that no key of this house ever had."""
    met = {*rings[use], *KeyCheck.objects.filter(use=use).values_list("key_id", flat=True)}
    numbers = [int(found[0]) for name in met if (found := _NUMBER.search(name))]
    return f"{USES[use]}{max(numbers, default=0) + 1}"


def _replace(rings: _Rings) -> None:
    """Written beside, synced, renamed; as readable to the program as the old one was."""
    path = Path(settings.KEYRING).resolve()
    old = path.stat()
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        os.fchmod(descriptor, old.st_mode & 0o777)
        if os.geteuid() == 0:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        write_keys(descriptor, rings)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
