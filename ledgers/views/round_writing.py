"""A round on paper and as a workbook: the same counts and names as on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, BinaryIO

from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed

from ..rounds import Group, Tally
from .printing import _secrecy
from .round_asked import Asked
from .round_rows import rows_of
from .round_words import counts, rate, span

HEADS = ("全部", "应查", "查到", "还差", "不计入", "覆盖率")
REST = "没有分组的"


def name_of(asked: Asked) -> str:
    return f"{asked.info.title} {asked.ref.full_name if asked.ref else ''}".strip()


def paper(asked: Asked, groups: Sequence[Group], named: bool, mark: str) -> bytes:
    """The groups with their units, or their counts alone; above them the counts of places."""
    page = template("print/round.html").render(
        title=asked.info.title,
        place=asked.ref.full_name if asked.ref else "",
        words=span(asked.info),
        total=asked.total,
        counts=counts(asked.total),
        rate=rate(asked.total),
        corner="分组" if asked.by_name else "地方",
        rows=_counted(groups, named) if asked.by_name else rows_of(asked),
        groups=[_told(group, len(groups)) for group in groups] if named else [],
        mark=mark,
        secrecy=_secrecy() if named and groups else "",
    )
    return printed(page, "round.css")


def _counted(groups: Sequence[Group], named: bool) -> list[SimpleNamespace]:
    """Groups as lines of counts, where their units are not told and there are several."""
    several = len(groups) > 1 and not named
    found = groups if several else ()
    return [
        SimpleNamespace(title=group.title or REST, tally=group.tally, rate=rate(group.tally))
        for group in found
    ]


def _told(group: Group, many: int) -> dict[str, Any]:
    """A group on paper: its missing units first."""
    title = group.title or (REST if many > 1 else "")
    tally = group.tally
    return {"title": title, "units": group.units, "rate": rate(tally), "counts": counts(tally)}


def workbook(
    asked: Asked, groups: Sequence[Group], named: bool, mark: str, target: BinaryIO
) -> None:
    """Counts by place or by group; where units are told, each of them on a second sheet."""
    if not asked.by_name:
        found = [_sheet("覆盖", "地方", [(row.title, row.tally) for row in rows_of(asked)])]
    else:
        told = [(group.title or REST, group.tally) for group in groups]
        found = [_sheet("覆盖", "分组", told or [(name_of(asked), asked.total)])]
        if groups and named:
            found.append(_named(groups))
    write_xlsx(found, target, f"导出：{mark}。{name_of(asked)}")


def _sheet(name: str, head: str, lines: Sequence[tuple[str, Tally]]) -> Page:
    """Counts, one line a place or group, all together below."""
    total = Tally()
    for _, one in lines:
        total.total, total.covered = total.total + one.total, total.covered + one.covered
        total.left_out, total.other = total.left_out + one.left_out, total.other + one.other
    rows = [_line(head, title, tally) for title, tally in [*lines, ("合计", total)]]
    return Page(name, rows, (head, *HEADS), (head,), widths={head: 24.0})


def _line(head: str, title: str, tally: Tally) -> Mapping[str, Cell]:
    numbers = (tally.total, tally.due, tally.covered, tally.missing, tally.left_out, rate(tally))
    return {head: title, **dict(zip(HEADS, numbers, strict=True))}


def _named(groups: Sequence[Group]) -> Page:
    """Every unit with its result."""
    heads = ("分组", "名称", "结果", "还差")
    rows = [
        dict(zip(heads, (group.title or REST, unit.title, _said(unit), _left(unit)), strict=True))
        for group in groups
        for unit in group.units
    ]
    return Page("名单", rows, heads, heads, widths={"分组": 18.0, "名称": 28.0, "结果": 16.0})


def _said(unit: Any) -> str:
    return unit.kept.words or "有结果" if unit.kept else "没有结果"


def _left(unit: Any) -> str:
    return "是" if unit.missing else "否"
