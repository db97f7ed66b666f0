"""The list of what is odd on purpose, so that whoever tries the register can look for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from demo.children import Sitting
from demo.county import township
from demo.oddities import KINDS
from ledgers.models import Submission as Sent

MOST = 200
"""Rows of a kind; of what comes by chance there are more in a large county."""
AT_ONCE = 100


class Odd(NamedTuple):
    """A child who should make somebody look: by which kind, and the key of the registration."""

    kind: str
    key: str
    village: str
    name: str


def odd(item: Sitting) -> Iterator[Odd]:
    for kind in item.oddities:
        yield Odd(kind, item.key, item.village, str(item.child["name"]))


def records(keys: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """What submissions have written, by their keys."""
    wanted = list(keys)
    found = Sent.objects.filter(key__in=wanted).values_list("key", "records")
    return dict(found) if wanted else {}


def file() -> Path:
    return Path(settings.VAR_DIR) / "demo-oddities.txt"


def write(found: Sequence[Odd], more: Sequence[str] = ()) -> None:
    """Writes the file beside the accounts; `more` are lines about the roster."""
    lines = ("有意放入的异常（数据纯属虚构）", *_of_records(found), *more, "")
    file().write_text("\n".join(lines), encoding="utf-8")


def _of_records(found: Sequence[Odd]) -> Iterator[str]:
    by_kind: dict[str, list[Odd]] = defaultdict(list)
    for item in found:
        by_kind[item.kind].append(item)
    yield "\n一、已登记的：档案编号、村、姓名"
    for kind, words in KINDS.items():
        if rows := by_kind.get(kind):
            yield f"\n{words}（{len(rows)}名{f'，列出{MOST}名' if len(rows) > MOST else ''}）"
            yield from _rows(rows[:MOST])


def _rows(rows: Sequence[Odd]) -> Iterator[str]:
    for chunk in batched(rows, AT_ONCE, strict=False):
        kept = records(item.key for item in chunk)
        for item in chunk:
            yield f"  {kept[item.key][0]['number']}  {_place(item.village)}  {item.name}"


def _place(code: str) -> str:
    town = township(code[:9])
    return town.name + next(village.name for village in town.villages if village.code == code)
