"""A tiny XForm for one case: its answers are the instance, its expression the one calculate."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .case import Case

_LITERAL = re.compile(r"('[^']*'|\"[^\"]*\")")
_NAME = re.compile(r"\$\{\s*([A-Za-z_][\w.]*)\s*\}", re.ASCII)
_CALLED = re.compile(r"[A-Za-z_][\w.-]*(?=\s*\()", re.ASCII)
_OURS = re.compile(r"pulldata|[$]\{_|jr:choice-name\([^()]*,\s*[$]")
_DOT = re.compile(r"(?:^|[\s(,=<>+*-])[.](?=$|[\s),=<>+*-])")
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>'
)
_XML_TYPES = {"number": "decimal", "date": "date", "moment": "dateTime", "boolean": "boolean"}


class NotAsked(ValueError):
    """JavaRosa has no words for this case: it would be another case there."""


def question(case: Case) -> str:
    """The line that `Evaluate.java` reads."""
    form = _Form(case)
    now = dt.datetime.fromisoformat(case.now)
    asked = {"expr": form.expr, "form": form.xml(), "now": int(now.timestamp() * 1000)}
    row = list(case.row) if case.row else None
    return json.dumps({**asked, "row": row, "set": form.spaced()}, ensure_ascii=False)


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


def text_of(value: Any) -> str:
    """An answer as it stands in an instance."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return format(value, ".20f") if isinstance(value, float) and "e" in repr(value) else str(value)


def columns_of(option: Mapping[str, Any]) -> dict[str, Any]:
    """What an option says beside its code: label, parent, and every tag for itself."""
    tags = option.get("tags", {})
    return {**{key: said for key, said in option.items() if key != "tags"}, **tags}


class _Form:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.answers = dict(case.answers)
        self.tables: dict[str, list[dict[str, Any]]] = {
            name: value or []
            for name, value in case.answers.items()
            if kind_of(value, case.kinds.get(name, "")) == "rows"
        }
        self.columns: dict[str, set[str]] = {
            name: {key for row in rows for key in row} for name, rows in self.tables.items()
        }
        self.expr = self.translated()

    # ---- the expression ----

    def translated(self) -> str:
        parts = _LITERAL.split(self.case.expr)
        bare = "".join(parts[::2])
        if not bare.isascii() or _OURS.search(bare):
            raise NotAsked(self.case.expr)
        if "jr:choice-name" in bare:
            parts[1::2] = [self.quoted(text) for text in parts[1::2]]
        parts[::2] = [_CALLED.sub(_clock, _NAME.sub(self.path, part)) for part in parts[::2]]
        return "".join(parts)

    def quoted(self, text: str) -> str:
        """The question that `jr:choice-name` names by a text is a path in an XForm."""
        name = text[1:-1].strip().removeprefix("${").removesuffix("}").strip()
        if ":" not in self.case.kinds.get(name, ""):
            return text
        self.answers.setdefault(name, "")
        return f"{text[0]} /data/{name} {text[0]}"

    def path(self, found: re.Match[str]) -> str:
        """`${rows.column}` and `${column}` are cells; a name without an answer is blank.

        Inside a row paths are relative: an absolute one would be bound to the row that asks.
        """
        table, _, name = found[1].rpartition(".")
        if not table and name not in self.answers:
            table = next((t for t, columns in self.columns.items() if name in columns), "")
        if not table:
            self.answers.setdefault(name, "")
            return f" ../../{name} " if self.case.row else f" /data/{name} "
        self.answers.setdefault(table, [])
        self.tables.setdefault(table, [])
        self.columns.setdefault(table, set()).add(name)
        if not self.case.row:
            return f" /data/{table}/{name} "
        return f" ../{name} " if found[1] == name else f" ../../{table}/{name} "

    # ---- the form ----

    def kind(self, name: str) -> str:
        return kind_of(self.answers.get(name, ""), self.case.kinds.get(name, "")).split(":")[0]

    def spaced(self) -> list[list[str]]:
        """Texts that a reader of XML would trim are put in by hand."""
        texts = {
            name: text_of(value)
            for name, value in self.answers.items()
            if name not in self.tables and _xml_type(self.kind(name), value) == "string"
        }
        return [[n, t] for n, t in texts.items() if t != t.strip() or not t.isprintable()]

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
                yield _node(name, value)
        if not self.case.row:
            yield _node("r", self.case.own)
        if self.calculates():
            yield "<kept/>"

    def calculates(self) -> bool:
        """A calculate may not ask its own value."""
        alone = self.case.own is None and self.case.row is None
        return alone and not _DOT.search("".join(_LITERAL.split(self.case.expr)[::2]))

    def rows(self, name: str) -> Iterator[str]:
        columns = sorted(self.columns[name])
        own = "<r/>" if self.case.row else ""
        yield f"<{name} jr:template=''>{''.join(f'<{c}/>' for c in columns)}{own}</{name}>"
        if self.case.row:
            own = _node("r", self.case.own)
        for row in self.tables[name]:
            cells = "".join(_node(column, row.get(column)) for column in columns)
            yield f"<{name}>{cells}{own}</{name}>"

    def cell(self, table: str, column: str) -> str:
        """The kind of a column: that of its first cell that is not blank."""
        if said := self.case.kinds.get(column):
            return said
        cells = (row.get(column) for row in self.tables[table])
        return kind_of(next((cell for cell in cells if cell not in (None, "")), ""))

    def lists(self) -> Iterator[str]:
        for name, options in self.case.lists.items():
            items = "".join(_item(code, said) for code, said in options.items())
            yield f"<instance id={quoteattr(name)}><root>{items}</root></instance>"

    def binds(self) -> Iterator[str]:
        for name, value in self.answers.items():
            if name not in self.tables:
                yield _bind(name, _xml_type(self.kind(name), value))
        for table, columns in self.columns.items():
            for column in sorted(columns):
                yield _bind(f"{table}/{column}", _xml_type(self.cell(table, column), 0.5))
        where = f"{self.case.row[0]}/r" if self.case.row else "r"
        yield _bind(where, _xml_type(kind_of(self.case.own), self.case.own))
        if self.calculates():
            yield _bind("kept", "string", f" calculate={quoteattr(self.expr)}")

    def controls(self) -> Iterator[str]:
        for name, kind in self.case.kinds.items():
            base, _, source = kind.partition(":")
            if source and name in self.answers:
                tag = "select1" if base == "choice" else "select"
                items = "".join(map(_choice, *zip(*self.case.lists[source].items(), strict=True)))
                yield f"<{tag} ref='/data/{name}'><label>t</label>{items}</{tag}>"
        for name, columns in self.columns.items():
            path = f"/data/{name}"
            cells = "".join(_input(f"{path}/{column}") for column in sorted(columns))
            rows = f"<repeat nodeset='{path}'>{cells}</repeat>"
            yield f"<group ref='{path}'><label>t</label>{rows}</group>"
        yield "" if self.case.row else _input("/data/r")


def _clock(found: re.Match[str]) -> str:
    """The clock goes by names of our own; see `Evaluate.java`."""
    return f"clock-{found[0]}" if found[0] in ("now", "today") else found[0]


def _xml_type(kind: str, value: Any) -> str:
    if kind == "number" and isinstance(value, int) and abs(value) < 2**31:
        return "int"
    return _XML_TYPES.get(kind, "string")


def _node(name: str, value: Any) -> str:
    return f"<{name}>{escape(text_of(value))}</{name}>"


def _bind(path: str, kind: str, more: str = "") -> str:
    return f"<bind nodeset='/data/{path}' type='{kind}'{more}/>"


def _input(path: str) -> str:
    return f"<input ref='{path}'><label>t</label></input>"


def _item(code: Any, said: Mapping[str, Any]) -> str:
    """An option of a secondary instance."""
    columns = "".join(_node(key, value) for key, value in columns_of(said).items())
    return f"<item>{_node('name', code)}{columns}</item>"


def _choice(code: Any, said: Mapping[str, Any]) -> str:
    """An option of a question."""
    return f"<item>{_node('label', said.get('label', code))}{_node('value', code)}</item>"
