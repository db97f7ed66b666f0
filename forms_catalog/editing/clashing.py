"""Both versions said, when two people changed the same part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..definition import ChoiceList, Section
from . import drafts
from .facets import Facet
from .merging import Clash, part_of
from .words import Difference, changes, head_label, said


@dataclass(frozen=True)
class Told:
    """What a page says: one sentence, and what their version and ours differ in."""

    short: str
    differences: tuple[Difference, ...]
    gone: bool = False


LATEST = 30
"""So many revisions back are asked for whoever changed the part."""


def told(row: Any, clash: Clash) -> Told:
    who, when = _author(row, clash)
    what = "这一部分" if clash.part else "基本信息或打印版面"
    gone = clash.part and clash.theirs is None
    verb = "删去了" if gone else "改过"
    short = f"{who}在{when}{verb}{what}，没有保存，您写的还在页面上"
    return Told(short, tuple(_differences(clash, row)), gone)


def _author(row: Any, clash: Clash) -> tuple[str, str]:
    """Who first saved the part as it stands now."""
    found = row.latest_revision
    standing_now = drafts.mark(clash.theirs) if clash.part else ""
    for revision in row.revisions.select_related("user").order_by("-created_at")[:LATEST]:
        then = drafts.definition_of(revision.as_object())
        if clash.part and drafts.mark(part_of(then, clash.mine)) != standing_now:
            break
        found = revision
        if not clash.part:
            break
    user = found.user if found else None
    name = getattr(user, "name", "") or (user.get_username() if user else "别人")
    when = timezone.localtime(found.created_at) if found else timezone.localtime()
    return name, f"{when:%H:%M}"


def _differences(clash: Clash, row: Any) -> list[Difference]:
    """From theirs to mine."""
    found: list[Difference] = []
    if clash.heads:
        now = drafts.heads_of(drafts.definition_of(row))
        cls = type(drafts.definition_of(row))
        found += [
            Difference("changed", head_label(cls, n), details=()) for n in clash.heads if n in now
        ]
    if (
        clash.part
        and isinstance(clash.mine, Section | drafts.Logic | Facet)
        and clash.theirs is not None
    ):
        found += changes(drafts.alone(clash.theirs), drafts.alone(clash.mine))
    if clash.part and isinstance(clash.mine, ChoiceList) and clash.theirs is not None:
        found += changes(clash.theirs, clash.mine)
    return found


__all__ = ["Told", "said", "told"]
