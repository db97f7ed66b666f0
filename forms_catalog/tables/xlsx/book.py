"""The parts of a new workbook and how they hang together."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from functools import partial

from ..formats import dated_styles
from ..limits import Budget, Limits, not_a_table, refused
from ..table import Draft, Table
from ..xml import Attributes, elements, yes
from ..zips import Zip
from .cells import Meaning
from .sheet import read_sheet
from .strings import shared_strings, slow_strings
from .text import Foreign

_WORKBOOK = "xl/workbook.xml"


def read(file: Zip, limits: Limits, wanted: Callable[[str], bool]) -> Iterator[Table]:
    """The sheets in their order; those that are not wanted come without their cells."""
    path = _path_of_book(file)
    links = _links(file, path)
    meaning, budget = _meaning(file, path, links, limits), Budget(limits)
    for _, sheet in elements(file.pieces(path), "sheet"):
        name, hidden = sheet.get("name", ""), sheet.get("state", "visible") != "visible"
        kind, part = links.get(_id(sheet), ("", ""))
        if kind != "worksheet" or part not in file:
            continue
        draft = Draft(name, budget, hidden)
        if wanted(name):
            read_sheet(partial(file.pieces, part), draft, meaning)
        yield draft.table()


def _path_of_book(file: Zip) -> str:
    if "xl/workbook.bin" in file:
        raise refused("binary-workbook", "这是二进制的工作簿（.xlsb）")
    if "_rels/.rels" in file:
        for kind, path in _links(file, "").values():
            if kind == "officeDocument" and path in file:
                return path
    if _WORKBOOK not in file:
        raise not_a_table()
    return _WORKBOOK


def _links(file: Zip, path: str) -> dict[str, tuple[str, str]]:
    """Id -> what kind of part it leads to, and where that lies."""
    folder, name = posixpath.split(path)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in file:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for _, link in elements(file.pieces(part), "Relationship"):
        target = posixpath.normpath(posixpath.join(folder, link.get("Target", "")))
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def _id(sheet: Attributes) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _meaning(file: Zip, path: str, links: dict[str, tuple[str, str]], limits: Limits) -> Meaning:
    parts = dict(links.values())
    styles, strings = parts.get("styles", ""), parts.get("sharedStrings", "")
    said = elements(file.pieces(path), "workbookPr")
    return Meaning(
        _strings(file, strings, limits) if strings in file else [],
        dated_styles(file.pieces(styles)) if styles in file else frozenset(),
        any(yes(item.get("date1904")) for _, item in said),
    )


def _strings(file: Zip, part: str, limits: Limits) -> list[str]:
    try:
        return shared_strings(file.pieces(part), limits)
    except Foreign:
        return slow_strings(file.pieces(part), limits)
