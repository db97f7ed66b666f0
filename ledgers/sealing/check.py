"""Whether the key file is this house's own: another house's would seal what nobody opens again."""

from __future__ import annotations

import hashlib
import hmac

from ..models import KeyCheck
from .keyring import Keyring, KeysMissing, keyring

_SAID = b"\x00tonghu key check"
"""No rule of the blind index begins like this, so no digest of one is ever a check value."""
type Mark = tuple[str, str]
"""What a key is for and its id."""

_MARK = ("use", "key_id")
_known: Keyring | None = None


def house_keys() -> Keyring:
    """The keys, compared with the database once a process and state of the file.

    Raises KeysMissing when the file is not there, not readable or not this house's.
    """
    global _known
    ring = keyring()
    if ring is not _known:
        _compare(ring)
        _known = ring
    return ring


def forget_keys() -> None:
    """After the database became another one."""
    global _known
    _known = None


def mark(use: str, name: str) -> KeyCheck | None:
    """What the house noted down of one of its keys."""
    return KeyCheck.objects.filter(use=use, key_id=name).first()


def _compare(ring: Keyring) -> None:
    """Keys that are new are noted down beside those that were met before."""
    own = _values(ring)
    if fresh := _unknown(own, _kept()):
        rows = [KeyCheck(use=use, key_id=name, value=own[use, name]) for use, name in fresh]
        KeyCheck.objects.bulk_create(rows, ignore_conflicts=True)
        _unknown(own, _kept())


def _unknown(own: dict[Mark, bytes], kept: dict[Mark, bytes]) -> list[Mark]:
    """The keys never met before; raises KeysMissing when one differs or all of a use are new."""
    met = {mark for mark in own if mark in kept}
    _not_behind(own)
    strange = {use for use, _ in kept} - {use for use, _ in met}
    if strange or any(own[mark] != kept[mark] for mark in met):
        raise KeysMissing("not the keys of this house")
    return [mark for mark in own if mark not in kept]


def _not_behind(own: dict[Mark, bytes]) -> None:
    """A file from before the last renewal is not whole: with it two sets of keys would be in use."""
    newest: dict[str, str] = {}
    for use, name in KeyCheck.objects.filter(retired_at=None).order_by("pk").values_list(*_MARK):
        newest[use] = name
    if any(mark not in own for mark in newest.items()):
        raise KeysMissing("an older key file")


def _values(ring: Keyring) -> dict[Mark, bytes]:
    keys = [("seal", ring.seal), ("index", ring.index)]
    return {(use, name): _value(use, key) for use, held in keys for name, key in held.items()}


def _value(use: str, key: bytes) -> bytes:
    return hmac.new(key, _SAID + use.encode(), hashlib.sha256).digest()


def _kept() -> dict[Mark, bytes]:
    rows = KeyCheck.objects.values_list("use", "key_id", "value")
    return {(use, name): bytes(value) for use, name, value in rows}
