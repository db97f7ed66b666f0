"""Rounds as answers: whoever fills results may name a round of their place, wherever it is registered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms_catalog.ports import RecordRef

from ..ids import show_number
from ..registry import all_live
from ..scope import reach
from .known import RoundInfo, round_of, rounds_of
from .setting import Setting, setting_of


def told(user: Any, uid: str) -> RecordRef | None:
    """A round that asks this person for results; nothing else becomes visible by it."""
    for setting, paths in _settings(user):
        info = round_of(setting, uid)
        if info and info.meets(paths):
            return _ref(setting, info)
    return None


def offered(user: Any, ledger: str, text: str, limit: int) -> list[RecordRef]:
    """Those that run, to choose from; '' as a text leaves none out."""
    found: dict[str, RecordRef] = {}
    for setting, paths in _settings(user):
        if setting.rounds.key == ledger:
            running = (info for info in rounds_of(setting, paths) if info.open)
            found |= {info.uid: _ref(setting, info) for info in running if text in info.title}
    return list(found.values())[:limit]


def _settings(user: Any) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    paths = reach(user).paths
    for ledger in all_live().values():
        if ledger.rules.coverage and ledger.id in paths and (setting := setting_of(ledger)):
            yield setting, paths[ledger.id]


def _ref(setting: Setting, info: RoundInfo) -> RecordRef:
    return RecordRef(info.uid, show_number(info.number), info.title, setting.rounds.key)
