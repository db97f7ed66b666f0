"""A form as the sheets of an XLSForm: every key of its definition stands in some cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..bundle import Bundle
from ..definition import Decision, FormDefinition, dump, keys_of
from ..definition.logic import Rule
from ..problems import Problem, Refused
from ..xlsform.cells import LONGEST, to_cell
from ..xlsform.columns import (
    DECISIONS,
    LANGUAGE,
    LISTS,
    OURS,
    PREFIX,
    RULES,
    SURVEY,
    Header,
    header,
    said_in,
)
from ..xlsform.titles import to_expression, to_template
from .sheet_lists import Lists
from .sheet_rows import Cells, Survey


class Table(NamedTuple):
    """One sheet: headers in order, and rows that fill some of them."""

    name: str
    columns: list[str]
    rows: list[Cells]


_FIRST = ["type", "name", "label::zh"]


def tables(bundle: Bundle) -> list[Table]:
    """The sheets in the order of tabs; raises Refused when a cell cannot hold its text."""
    data = dump(bundle.template)
    lists = Lists(bundle)
    survey = Survey(bundle, data, lists)
    rows = list(survey.rows())
    columns = _columns(rows, _FIRST, [said_in(name) for name in SURVEY])
    columns += survey.keep_orders(columns)
    found = [
        Table("survey", columns, rows),
        Table("choices", lists.columns(), lists.rows()),
        Table("settings", *_settings(data, survey.normal_is_told)),
        Table(LISTS, *_of(lists.heads(), ["list_name", "title"])),
        Table(RULES, *_of(_parts(Rule, data.get("rules", ())), [])),
        Table(DECISIONS, *_of(_parts(Decision, data.get("decisions", ())), ["name"])),
    ]
    _judge(found)
    return [table for table in found if table.rows or table.name not in OURS]


def losses(bundle: Bundle) -> list[Problem]:
    """What the sheets cannot say: included forms that the bundle does not carry."""
    sources = (section.include.partition(".")[0] for section in bundle.template.sections)
    return [
        Problem(
            "xlsform.included-missing",
            f"引用的表“{source}”不在手边，只写了一个空的组",
            "把两张表放在同一个模板包里",
            warn=True,
        )
        for source in sources
        if source and f"form:{source}" not in bundle.embedded
    ]


def _of(rows: Iterable[Cells], first: list[str]) -> tuple[list[str], list[Cells]]:
    rows = list(rows)
    return _columns(rows, first, []), rows


def _columns(rows: Iterable[Cells], first: list[str], order: list[str]) -> list[str]:
    """The headers in use: the first ones always, known ones in their order, ours, then private ones."""
    used = dict.fromkeys(name for row in rows for name in row)
    used |= dict.fromkeys(said_in(h.column) for h in map(_survey_header, used) if h.language)
    ours = [name for name in used if name.startswith(PREFIX)]
    known = [name for name in order if name in used]
    return list(dict.fromkeys([*first, *known, *ours, *used]))


def _survey_header(name: str) -> Header:
    return header("survey", name)


def _parts(cls: type, parts: Iterable[Mapping[str, Any]]) -> Iterator[Cells]:
    """One row a part; its columns are its keys."""
    for part in parts:
        names = ["name", *keys_of(cls)]
        yield {name: to_cell(part[name]) for name in names if name in part}


_ELSEWHERE = {"sections", "rules", "decisions", "title", "instance_name", "normal"}


def _settings(data: Mapping[str, Any], normal_is_told: bool) -> tuple[list[str], list[Cells]]:
    row = {"form_title": data.get("title", ""), "form_id": data["id"]}
    row["default_language"] = LANGUAGE
    title = data.get("instance_name", "")
    expression = to_expression(title) if title else ""
    if expression:
        row["instance_name"] = expression
    if title and to_template(expression) != title:
        row[f"{PREFIX}instance_name"] = title
    row[f"{PREFIX}format"] = str(data["format"])
    for name in keys_of(FormDefinition):
        if name in data and name not in _ELSEWHERE:
            row[PREFIX + name] = to_cell(data[name])
    if not normal_is_told:
        row[f"{PREFIX}normal"] = to_cell(data["normal"])
    return list(row), [row]


def _judge(found: Iterable[Table]) -> None:
    for table in found:
        for number, row in enumerate(table.rows, 2):
            for name, text in row.items():
                if len(text) > LONGEST:
                    words = f"表“{table.name}”第{number}行的“{name}”超过{LONGEST}个字，一格放不下"
                    raise Refused(Problem("xlsform.cell-too-long", words, "把这一项写短"))
