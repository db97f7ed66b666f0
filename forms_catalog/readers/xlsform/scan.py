"""A look at the XML of a sheet before it is parsed: its area, merged cells, formulas, hidden rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from ...problems import Refused
from . import limits
from .limits import refused

_REF = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass
class Seen:
    """What a parser of values would not say; cells are (row, column), counted from 1."""

    merged: list[str] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)


class _Scanner:
    """Handlers of expat over one sheet."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.row = self.column = self.cells = self.wide = self.high = 0
        self.formula = self.value = self.inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row(attributes)
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.inside = True
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _row(self, attributes: dict[str, str]) -> None:
        self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        if attributes.get("hidden") in ("1", "true"):
            self.seen.hidden.append(self.row)
        self._grow()

    def _cell(self, attributes: dict[str, str]) -> None:
        found = _REF.fullmatch(attributes.get("r", ""))
        self.column = _column(found[1]) if found else self.column + 1
        self.row = _number(found[2], self.row) if found else self.row
        self.cells += 1
        self.formula = self.value = False
        if attributes.get("t") == "e":
            self.seen.errors.append((self.row, self.column))
        self._grow()

    def _grow(self) -> None:
        self.wide, self.high = max(self.wide, self.column), max(self.high, self.row)
        limits.judge_area(self.high, self.wide, self.cells)

    def _merged(self, ref: str) -> None:
        if ":" in ref and len(self.seen.merged) < limits.MAX_ROWS:
            self.seen.merged.append(ref)

    def text(self, text: str) -> None:
        self.value = self.value or (self.inside and bool(text))

    def end(self, tag: str) -> None:
        self.inside = False
        if tag.rpartition(":")[2] == "c" and self.formula:
            at = (self.row, self.column)
            (self.seen.formulas if self.value else self.seen.without_value).append(at)
            self.formula = False


def scan(xml: bytes) -> Seen:
    """Raises Refused when the sheet is too large or is no XML that we take."""
    scanner = _Scanner()
    parser = expat.ParserCreate()
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = _no_doctype
    _run(parser, xml)
    return scanner.seen


def elements(xml: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of these names with their attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] in names:
            found.append((tag.rpartition(":")[2], attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _no_doctype
    _run(parser, xml)
    return found


def _run(parser: Any, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise refused("unreadable", "这个文件读不懂", "用表格软件打开，另存一遍再试") from None


def _no_doctype(*_: Any) -> None:
    raise Refused(*refused("unreadable", "文件里有不该有的声明", "用表格软件打开，另存一遍再试"))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise


def _column(name: str) -> int:
    number = 0
    for letter in name[:5]:
        number = number * 26 + ord(letter) - 64
    return number
