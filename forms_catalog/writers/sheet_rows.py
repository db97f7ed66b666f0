"""The rows of the survey sheet: groups for sections, repeats for tables, a row for each question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..bundle import Bundle
from ..checks.shape import question_keys
from ..definition import Key, Section, dump, keys_of
from ..questions import REASONS, TYPES
from ..xlsform.cells import to_cell, truth
from ..xlsform.columns import LOGICAL, PREFIX, SPOKEN, SURVEY, header, is_chinese, said_in
from ..xlsform.helping import helped
from ..xlsform.types import LISTED, LOOKS, TRUTH, YES_NO, says_itself, stand_in, written
from .sheet_lists import Lists

Cells = dict[str, str]
Data = Mapping[str, Any]
MISSING = "missing"
KNOWN = frozenset([*SURVEY, "disabled"])


class Survey:
    """One run over the sections of a form, those of included forms in full."""

    def __init__(self, bundle: Bundle, data: Data, lists: Lists) -> None:
        self.bundle = bundle
        self.data = data
        self.lists = lists
        self.decisions = {item["name"]: item for item in data.get("decisions", ())}
        self.normal = {pair["name"]: pair["value"] for pair in data.get("normal", ())}
        self.met: list[str] = []
        self.extras: list[tuple[Cells, Data]] = []

    @property
    def normal_is_told(self) -> bool:
        """Whether the column `tonghu::normal` says the values in the author's order; ask it last."""
        return self.met == list(self.normal)

    def keep_orders(self, columns: list[str]) -> list[str]:
        """Says the order of private columns in full where it is not that of the sheet."""
        before = {name for row, _ in self.extras for name in row}
        for row, data in self.extras:
            names = [pair["name"] for pair in data["extra"]]
            there = [name for name in ["type", *columns] if name in names]
            if names != there:
                row[f"{PREFIX}extra"] = to_cell(data["extra"])
        after = {name for row, _ in self.extras for name in row}
        return sorted(after - before - set(columns))

    def rows(self) -> Iterator[Cells]:
        for section in self.data.get("sections", ()):
            yield from self._section(section)

    def _section(self, section: Data) -> Iterator[Cells]:
        row = {"type": "begin_group", "name": section["name"]}
        yield row | _keys(section, {n: k for n, k in keys_of(Section).items() if n != "questions"})
        if section.get("include"):
            yield from self._included(section["include"])
        for question in section.get("questions", ()):
            yield from self._question(question)
        yield {"type": "end_group", "name": section["name"]}

    def _included(self, include: str) -> Iterator[Cells]:
        """The sections of the other form, for those who look; they are not read back."""
        source, _, only = include.partition(".")
        other = self.bundle.embedded.get(f"form:{source}")
        if other is None:
            return
        inner = Survey(self.bundle, dump(other), self.lists)
        for section in inner.data.get("sections", ()):
            if only in ("", section["name"]):
                yield from inner._section(section)

    def _question(self, data: Data) -> Iterator[Cells]:
        row = self._row(data)
        if data["name"] in self.normal:
            self.met.append(data["name"])
            row[f"{PREFIX}normal"] = self.normal[data["name"]]
        yield row
        if data["type"] == "rows":
            for column in data.get("questions", ()):
                yield from self._question(column)
            yield {"type": "end_repeat", "name": data["name"]}
        if data.get("missing"):
            yield self._reason(data)

    def _row(self, data: Data) -> Cells:
        kind = data["type"]
        type_, yes_no = self._type(data)
        own = {n: k for n, k in question_keys(kind).items() if n not in _ELSEWHERE}
        row = {"type": type_, "name": data["name"]} | _keys(data, own)
        if "choices" in data and type_.partition(" ")[0] not in LISTED:
            row[f"{PREFIX}choices"] = to_cell(data["choices"])
        if "trigger" in data:
            row["trigger"] = f"${{{data['trigger']}}}"
        _help(row, data, self.decisions)
        _extra(row, data)
        self.extras += [(row, data)] if "extra" in data else []
        look = LOOKS.get(kind, "")
        row |= {"appearance": f"{look} {row.get('appearance', '')}".strip()} if look else {}
        if row["type"] != type_ or not says_itself(kind, row.get("appearance", "").split(), yes_no):
            row[f"{PREFIX}type"] = kind
        return row

    def _type(self, data: Data) -> tuple[str, bool]:
        """The type with its list, and whether that list is one of a yes or no."""
        name = written(TYPES[data["type"]])
        if name not in LISTED:
            return name, False
        if data["type"] == TRUTH:
            options = [{"name": code, "label": words} for code, words in YES_NO.items()]
            return f"{name} {self.lists.added(TRUTH, options)}", True
        listed = self.lists.named(data["name"], data.get("choices"))
        return f"{name} {listed}", self.lists.is_yes_no(listed)

    def _reason(self, data: Data) -> Cells:
        """The question that takes a reason in the place of an answer."""
        options = [{"name": code, "label": words} for code, words in REASONS.items()]
        name = data["name"]
        empty = f"count(${{{name}}}) = 0" if data["type"] == "rows" else f"${{{name}}} = ''"
        outer = data.get("relevant")
        row = {
            "type": f"select_one {self.lists.added(MISSING, options)}",
            "name": f"{name}__missing",
            said_in("label"): f"没有填“{data.get('label', '')}”的原因",
            "relevant": f"({outer}) and {empty}" if outer else empty,
        }
        if set(data["missing"]) != set(REASONS):
            row["choice_filter"] = f"selected('{' '.join(data['missing'])}', name)"
        return row


_ELSEWHERE = {"type", "questions", "choices", "trigger", "extra"}


def _keys(data: Data, keys: Mapping[str, Key]) -> Cells:
    """The cells of a part's own keys, XLSForm's columns under their names, ours under `tonghu::`."""
    row: Cells = {}
    for name in keys:
        if name in data:
            value = data[name]
            column = said_in(name) if name in SURVEY else PREFIX + name
            row[column] = "yes" if value is True and name in LOGICAL else to_cell(value)
            if "bool" in keys[name].shapes and isinstance(value, str) and truth(value):
                row[PREFIX + name] = json.dumps(value)
    return row


def _help(row: Cells, data: Data, decisions: Mapping[str, Data]) -> None:
    """Fills in what other programs need; an author's own text that looks the same is marked."""
    for name, text in helped(data, decisions).items():
        own = row.get(name)
        if own is None:
            row[name] = text
        elif own == text:
            row[PREFIX + name] = text


def _extra(row: Cells, data: Data) -> None:
    """Columns that we do not know, under their own headers; the type of a kept one, word for word."""
    pairs = [(pair["name"], pair["value"]) for pair in data.get("extra", ())]
    for name, text in pairs:
        if name == "type":
            _own_type(row, text.strip())
        elif text and _may_head(name) and name not in row:
            row[name] = text
        else:
            row[f"{PREFIX}extra"] = to_cell(data["extra"])


def _own_type(row: Cells, text: str) -> None:
    """The type as it was read; what was put in its stead is taken away again."""
    row["type"] = f"{text} {row['type'].partition(' ')[2]}".strip() if text in LISTED else text
    if row.get("calculation") == stand_in(text):
        del row["calculation"]


def _may_head(name: str) -> bool:
    """Whether a column of this header is read back as private, word for word."""
    head = header("survey", name)
    if head.language:
        return head.column in SPOKEN and not is_chinese(head.language)
    return head.column == name == name.strip() and name not in KNOWN and not _is_ours(name)


def _is_ours(name: str) -> bool:
    return not name or name.startswith(PREFIX)
