"""What binds a change to the one before: a digest over everything that it says."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from forms_catalog.definition import to_bytes

from ..inserting import Values


def change_hash(change: Values, uid: str) -> bytes:
    """SHA-256 over the hash before and everything this change says, by the columns it is kept in."""
    said = _said(change, uid) | {"place": change["place_path"]}
    if change.get("late"):
        said["late"] = True
    return _digest(change, said)


def hashes(change: Values, uid: str) -> tuple[bytes, bytes]:
    """The digest in each form that was ever written, the newest first: older chains stay whole."""
    return change_hash(change, uid), _digest(change, _said(change, uid))


def _said(change: Values, uid: str) -> dict[str, Any]:
    said = {
        "record": uid,
        "version": change["version"],
        "action": change["action"],
        "state": change["state"],
        "actor": change["actor_id"],
        "post": change["post"],
        "door": change["door"],
        "edition": change["edition_id"],
        "happened_on": change["happened_on"].isoformat(),
        "at": change["at"].astimezone(dt.UTC).isoformat(),
        "diff": change["diff"],
        "reason": change["reason"],
    }
    if change["warnings"]:  # chains written before there were any stay whole
        said["warnings"] = change["warnings"]
    if change["sources"]:
        said["sources"] = change["sources"]
    return said


def _digest(change: Values, said: dict[str, Any]) -> bytes:
    return hashlib.sha256(bytes(change["hash_before"]) + to_bytes(said)).digest()
