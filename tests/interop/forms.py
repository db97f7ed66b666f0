"""A tiny XForm for one case: its answers are the instance, its expression the one calculate."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .case import Case

_LITERAL = re.compile(r"('[^']*'|\"[^\"]*\")")
_NAME = re.compile(r"\$\{\s*([A-Za-z_][\w.]*)\s*\}", re.ASCII)
_CLOCK = re.compile(r"(?<![\w.:-])(now|today)(?=\s*\()", re.ASCII)
_QUOTED_NAME = re.compile(r"(['\"])\s*\$\{\s*(\w+)\s*\}\s*\1", re.ASCII)
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>'
)


class NotAsked(ValueError):
    """JavaRosa has no words for this case: it would be another case there."""


def question(case: Case) -> str:
    """The line that `Evaluate.java` reads."""
    form = _Form(case)
    now = dt.datetime.fromisoformat(case.now)
    asked = {"form": form.xml(), "expr": form.expr, "now": int(now.timestamp() * 1000)}
    return json.dumps({**asked, "set": form.spaced}, ensure_ascii=False)


def kind_of(value: Any, kind: str = "") -> str:
    """The kind of an answer, told by its looks where the case does not say."""
    if kind:
        return kind
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, list):
        return "rows" if value and all(isinstance(row, dict) for row in value) else "choices"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?", value):
        return "moment" if "T" in value else "date"
    return "text"


def xml_type(kind: str, value: Any) -> str:
    if kind == "number":
        return "int" if isinstance(value, int) and abs(value) < 2**31 else "decimal"
    return {"date": "date", "month": "date", "moment": "dateTime", "boolean": "boolean"}.get(
        kind, "string"
    )


def text_of(value: Any, kind: str) -> str:
    """An answer as it stands in an instance."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, float):
        return format(value, "f") if value.is_integer() else repr(value)
    return f"{value}-01" if kind == "month" and len(str(value)) == 7 else str(value)


class _Form:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.answers = dict(case.answers)
        self.tables = {
            name: rows_of(case, name)
            for name, value in case.answers.items()
            if kind_of(value, case.kinds.get(name, "")) == "rows"
        }
        self.columns = {
            name: sorted({key for row in rows for key in row}) for name, rows in self.tables.items()
        }
        self.expr = self.translated()
        self.spaced = [
            [name, text]
            for name, text in self.texts()
            if text != text.strip() or not text.isprintable()
        ]

    # ---- the expression ----

    def translated(self) -> str:
        parts = _LITERAL.split(self.case.expr)
        bare = "".join(parts[::2])
        if not bare.isascii() or "pulldata" in bare or "${_" in bare:
            raise NotAsked(self.case.expr)
        if "jr:choice-name" in bare:
            parts[1::2] = [_QUOTED_NAME.sub(self.quoted, text) for text in parts[1::2]]
        parts[::2] = [_CLOCK.sub(r"clock-\1", _NAME.sub(self.path, p)) for p in parts[::2]]
        return "".join(parts)

    def quoted(self, found: re.Match[str]) -> str:
        return f"{found[1]} /data/{found[2]} {found[1]}"

    def path(self, found: re.Match[str]) -> str:
        """`${rows.column}` and `${column}` are cells; a name without an answer is blank."""
        name = found[1]
        table, _, column = name.rpartition(".")
        if not table and name not in self.answers:
            table = next((t for t, columns in self.columns.items() if name in columns), "")
            column = name
        if table:
            self.columns.setdefault(table, [])
            self.columns[table] = sorted({*self.columns[table], column})
            self.answers.setdefault(table, [])
            self.tables.setdefault(table, [])
            return f" /data/{table}/{column} "
        self.answers.setdefault(name, "")
        return f" /data/{name} "

    # ---- the form ----

    def texts(self) -> Iterator[tuple[str, str]]:
        for name, value in self.answers.items():
            if name not in self.tables and self.kind(name) == "text":
                yield name, text_of(value, "text")

    def kind(self, name: str) -> str:
        return kind_of(self.answers.get(name, ""), self.case.kinds.get(name, "")).split(":")[0]

    def xml(self) -> str:
        return "".join(
            [
                _HEAD,
                "<instance><data id='t'>",
                *self.nodes(),
                "</data></instance>",
                *self.lists(),
                *self.binds(),
                "</model></h:head><h:body>",
                *self.controls(),
                "</h:body></h:html>",
            ]
        )

    def nodes(self) -> Iterator[str]:
        for name, value in self.answers.items():
            if name in self.tables:
                yield from self.rows(name)
            else:
                yield node(name, text_of(value, self.kind(name)))
        yield node("r", text_of(self.case.own, ""))
        if self.case.own is None:
            yield "<kept/>"

    def rows(self, name: str) -> Iterator[str]:
        blank = "".join(f"<{column}/>" for column in self.columns[name])
        yield f"<{name} jr:template=''>{blank}</{name}>"
        for row in self.tables[name]:
            cells = (
                node(column, text_of(row.get(column), self.cell(name, column)))
                for column in self.columns[name]
            )
            yield f"<{name}>{''.join(cells)}</{name}>"

    def cell(self, table: str, column: str) -> str:
        """The kind of a column: that of its first cell that is not blank."""
        kinds = self.case.kinds
        if said := kinds.get(f"{table}.{column}") or kinds.get(column):
            return said
        cells = (row.get(column) for row in self.tables[table])
        return kind_of(next((cell for cell in cells if cell not in (None, "")), ""))

    def lists(self) -> Iterator[str]:
        for name, options in self.case.lists.items():
            items = "".join(f"<item>{item(code, said)}</item>" for code, said in options.items())
            yield f"<instance id={quoteattr(name)}><root>{items}</root></instance>"

    def binds(self) -> Iterator[str]:
        for name, value in self.answers.items():
            if name in self.tables:
                yield from (bind(f"{name}/{column}", self.of_cell(name, column)) for column in self.columns[name])
            else:
                yield bind(name, xml_type(self.kind(name), value))
        own = self.case.own
        yield bind("r", xml_type(kind_of(own), own))
        if own is None:
            yield bind("kept", "string", f" calculate={quoteattr(self.expr)}")

    def of_cell(self, table: str, column: str) -> str:
        kind = self.cell(table, column)
        return "decimal" if kind == "number" else xml_type(kind, "")

    def controls(self) -> Iterator[str]:
        for name, kind in self.case.kinds.items():
            base, _, source = kind.partition(":")
            if source and name in self.answers:
                tag = "select1" if base == "choice" else "select"
                items = choices(self.case.lists.get(source, {}))
                yield f"<{tag} ref='/data/{name}'><label>t</label>{items}</{tag}>"
        for name, columns in self.columns.items():
            cells = "".join(
                f"<input ref='/data/{name}/{column}'><label>t</label></input>" for column in columns
            )
            path = f"/data/{name}"
            yield f"<group ref='{path}'><label>t</label><repeat nodeset='{path}'>{cells}</repeat></group>"
        yield "<input ref='/data/r'><label>t</label></input>"


def rows_of(case: Case, name: str) -> Sequence[Mapping[str, Any]]:
    value = case.answers[name]
    return value if isinstance(value, list) else []


def node(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def bind(path: str, kind: str, more: str = "") -> str:
    return f"<bind nodeset='/data/{path}' type='{kind}'{more}/>"


def item(code: str, said: Any) -> str:
    """An option: name, label, and its tags as columns of their own."""
    said = said if isinstance(said, dict) else {"label": said}
    return node("name", str(code)) + "".join(
        node(key, str(value)) for key, value in said.items() if not isinstance(value, dict)
    )


def choices(options: Mapping[str, Any]) -> str:
    return "".join(
        "<item>"
        + node("label", str(said.get("label", code) if isinstance(said, dict) else said))
        + node("value", str(code))
        + "</item>"
        for code, said in options.items()
    )
