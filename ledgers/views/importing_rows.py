"""The rows of an import: tabs by what they would do or did, fifty a page, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace as Shown
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from forms_catalog.exchange.reading import problem_of
from forms_catalog.problems import Problem
from forms_catalog.tables import letters

from ..exchange.bringing import reading_of
from ..exchange.forgetting import forgotten
from ..exchange.handing_back import NOT_TAKEN
from ..exchange.judging import CHANGED, CONFLICT, DOUBT, NEW, REFUSED, SAME, rows_of, said
from ..exchange.stepping import UNDO_DAYS, undoable
from ..exchange.undoing import KEPT, UNDONE
from ..exchange.writing import LOST, WRITTEN
from ..models import Import, ImportRow
from ..witnessing.subjects import imported
from .importing_pages import head, moment_words

PAGE = 50
WORDS = {
    NEW: ("新增", "todo"),
    CHANGED: ("改动", "half"),
    SAME: ("不变", "off"),
    DOUBT: ("要说明", "wait"),
    REFUSED: ("不收", "late"),
    CONFLICT: ("冲突", "late"),
    WRITTEN: ("已写入", "done"),
    LOST: ("没有写入", "late"),
    UNDONE: ("已撤销", "off"),
    KEPT: ("没有撤销", "late"),
}
FIRST = (LOST, KEPT, REFUSED, CONFLICT, DOUBT, CHANGED, NEW, WRITTEN, UNDONE, SAME)
"""Which rows are shown when nobody has said: those that ask for something."""
LEADS = {
    "judged": "现在什么都还没有写入。看过再按“确认写入”。",
    "written": "",
    "undone": "这次导入已经撤销。",
}
GONE = f"写入已经超过{UNDO_DAYS}天，原表和逐行的结果不再保存。"
KEPT_ON = "写进台账的都在。"
TITLES = {"judged": "看一遍再写入", "written": "已经写入", "undone": "已经撤销"}


def rows(batch: Import, user: Any, query: Mapping[str, str]) -> dict[str, Any]:
    gone = forgotten(batch)
    show = "" if gone else _show(batch, query)
    number, pages = _page(batch.counts.get(show, 0), query.get("page", ""))
    found = rows_of(batch, user, show)[(number - 1) * PAGE : number * PAGE] if show else []
    left = 0 if gone else sum(batch.counts.get(status, 0) for status in NOT_TAKEN)
    return head(batch) | {
        "title": TITLES[batch.step],
        "lead": LEADS[batch.step],
        "step": batch.step,
        "gone": GONE + (KEPT_ON if batch.step == "written" else "") if gone else "",
        "tabs": [
            (label, f"?show={code}", batch.counts[code], code == show)
            for code, (label, _) in WORDS.items()
            if batch.counts.get(code)
        ],
        "rows": [_row(batch, row, user) for row in found],
        "both": show in (CONFLICT, LOST),
        "caption": f"{reading_of(batch).sheet}：{WORDS[show][0]}{batch.counts.get(show, 0)}行"
        if show
        else "",
        "pager": _pager(number, pages, show),
        "refused_href": reverse("import-refused", args=[batch.uid]) if left else "",
        "refused": left,
        **_confirming(batch),
        **_undoing(batch, user, query),
    }


def _show(batch: Import, query: Mapping[str, str]) -> str:
    asked = query.get("show", "")
    if asked in WORDS and batch.counts.get(asked):
        return asked
    return next((code for code in FIRST if batch.counts.get(code)), "")


def _page(total: int, asked: str) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return min(max(1, number), pages), pages


def _pager(number: int, pages: int, show: str) -> Shown | None:
    if pages == 1:
        return None
    near = sorted(n for n in {1, pages, *range(number - 2, number + 3)} if 1 <= n <= pages)
    links: list[tuple[str, str, bool]] = []
    for before, n in zip([0, *near], near, strict=False):
        if n - before > 1:
            links.append(("…", "", False))
        links.append((str(n), _href(show, n), n == number))
    return Shown(
        number=number,
        pages=links,
        previous=_href(show, number - 1) if number > 1 else "",
        next=_href(show, number + 1) if number < pages else "",
    )


def _href(show: str, page: int) -> str:
    return "?" + urlencode({"show": show, "page": page})


def _row(batch: Import, row: ImportRow, user: Any) -> Shown:
    told = said(batch, row)
    imported(batch, user, told["changes"])
    label, tag = WORDS[row.status]
    main = reading_of(batch).sheet
    problems = [spoken(problem_of(item), main) for item in told["problems"]]
    return Shown(
        who=told.get("who", ""),
        line=row.row,
        label=label,
        tag=tag,
        wrong=row.status in (REFUSED, CONFLICT, LOST, KEPT),
        problems=problems + list(told.get("kept", ())),
        changes=told["changes"],
        notes=[spoken(problem_of(item), main) for item in told["notes"]],
    )


def spoken(problem: Problem, main: str) -> str:
    """Where, what, what to do; the sheet only where it is another one than the main one."""
    place = problem.place
    where = f"表“{place.sheet}”第{place.line}行" if place.sheet and place.sheet != main else ""
    where += f"{letters(place.column)}列" if place.column else ""
    words = "。".join(bit.rstrip("。") for bit in (problem.text, problem.remedy) if bit)
    return f"{where}：{words}" if where else words


def _confirming(batch: Import) -> dict[str, Any]:
    if batch.step != "judged":
        return {"sure": 0, "doubts": 0}
    sure = batch.counts.get(NEW, 0) + batch.counts.get(CHANGED, 0)
    return {"sure": sure, "doubts": batch.counts.get(DOUBT, 0)}


def _undoing(batch: Import, user: Any, query: Mapping[str, str]) -> dict[str, Any]:
    """The way to taking it back, and what would go when that was asked for."""
    if not undoable(batch):
        return {"undo_href": "", "goes": None, "undo_days": UNDO_DAYS, "finished": ""}
    asked = query.get("undo") == "1"
    return {
        "undo_href": "" if asked else "?undo=1#undo",
        "goes": _goes(batch, user) if asked else None,
        "undo_days": UNDO_DAYS,
        "finished": moment_words(batch.finished_at),
    }


def _goes(batch: Import, user: Any) -> Shown:
    """How many records would go, and in how many rows something is put back."""
    opened = changed = 0
    for records in _written(batch, user):
        fresh = sum(version == 1 for _, version in records)
        opened += fresh
        changed += not fresh
    return Shown(opened=opened, changed=changed)


def _written(batch: Import, user: Any) -> Iterator[list[Any]]:
    yield from rows_of(batch, user, WRITTEN).values_list("records", flat=True).iterator(1000)
