"""A round on paper and as a workbook: the same counts and names as on its page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.problems import Refused
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed

from ..clock import moment, now
from ..exchange.giving import YES, right
from ..rounds import Group, Tally
from .along import TYPES
from .frame import staff, who
from .printing import _pdf, _secrecy
from .round_asked import Asked, asked_of, refused
from .round_units import found_groups
from .round_words import counts, rate, span
from .rounds import rows_of

HEADS = ("全部", "应查", "查到", "还差", "不计入", "覆盖率")
REST = "没有分组的"


@staff
def pdf(request: HttpRequest, key: str, uid: str) -> HttpResponse:
    """The page as it is asked for, on A4."""
    return _given(request, key, uid, _paper)


@staff
def xlsx(request: HttpRequest, key: str, uid: str) -> HttpResponse:
    """Counts for everybody who sees the page; names only for who may take the units along."""
    return _given(request, key, uid, _workbook)


def _given(
    request: HttpRequest, key: str, uid: str, make: Callable[[Asked], HttpResponse]
) -> HttpResponse:
    asked = asked_of(request, key, uid)
    try:
        return make(asked)
    except Refused as fault:
        return render(request, "web/message.html", refused(fault.problems[0]), status=409)


def _name(asked: Asked) -> str:
    return f"{asked.info.title} {asked.ref.full_name if asked.ref else ''}".strip()


def _mark(asked: Asked) -> str:
    """Whose copy it is, and of when."""
    local, user = moment(now()), who(asked.request)
    name = user.get_full_name() or user.get_username()
    return f"{name}，{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def _groups(asked: Asked) -> list[Group]:
    return found_groups(asked) if asked.by_name and asked.named else []


def _paper(asked: Asked) -> HttpResponse:
    groups = _groups(asked)
    page = template("print/round.html").render(
        title=asked.info.title,
        place=asked.ref.full_name if asked.ref else "",
        words=span(asked.info),
        total=asked.total,
        counts=counts(asked.total),
        rate=rate(asked.total),
        rows=[] if asked.by_name else rows_of(asked),
        groups=[_told(group, len(groups)) for group in groups],
        mark=_mark(asked),
        secrecy=_secrecy() if groups else "",
    )
    return _pdf(printed(page, "round.css"), _name(asked))


def _told(group: Group, many: int) -> dict[str, Any]:
    """A group on paper: its missing units first."""
    title = group.title or (REST if many > 1 else "")
    tally = group.tally
    return {"title": title, "units": group.units, "rate": rate(tally), "counts": counts(tally)}


def _workbook(asked: Asked) -> Any:
    groups, units = _groups(asked), asked.setting.units
    if not asked.by_name:
        found = [_sheet("覆盖", "地方", [(row.title, row.tally) for row in rows_of(asked)])]
    else:
        told = [(group.title or REST, group.tally) for group in groups]
        found = [_sheet("覆盖", "分组", told or [(_name(asked), asked.total)])]
        if groups and (units is None or right(asked.request.user, units) == YES):
            found.append(_named(groups))
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(found, out, f"导出：{_mark(asked)}。{_name(asked)}")
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{_name(asked)}.xlsx")
    response["Content-Type"] = TYPES["xlsx"]
    response["Cache-Control"] = "private, no-store"
    return response


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
