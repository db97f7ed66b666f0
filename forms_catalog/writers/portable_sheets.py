"""The sheets of an XLSForm cut down to what every engine knows; what is cut is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..bundle import Bundle
from ..expressions import is_expression
from ..problems import Problem
from ..xlsform.cells import truth
from ..xlsform.columns import LANGUAGE, PREFIX, SPOKEN, SURVEY, said_in
from ..xlsform.titles import to_expression
from ..xlsform.types import LISTED
from . import sheets
from .circles import closing
from .portable import Portable
from .sheet_rows import Cells

_LOGICAL = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
_KEPT = {said_in(name) for name in SURVEY} - {"parameters"}
_NOT_HERE = ("number", "derived")
"""Keys whose questions nobody fills on a phone."""
_PARAMETERS = {"image": ("max-pixels",), "range": ("start", "end", "step"), "text": ("rows",)}
LABEL = said_in("label")


class PortableSheets:
    """The sheets of one bundle as pyxform takes them: rows of text by header."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.portable = Portable(bundle)
        found = {table.name: table for table in sheets.tables(bundle)}
        self.rows, self.choices = found["survey"].rows, found["choices"].rows
        self.lists = {row["list_name"] for row in self._offered()}
        self.groups: set[str] = set()
        self.survey = [row for item in self.rows for row in self._row(item)]
        self.survey += [*self._rules(), *self._made()]
        self._open_circles()

    @property
    def problems(self) -> list[Problem]:
        return [*sheets.losses(self.bundle), *self.portable.problems]

    def workbook(self) -> dict[str, Any]:
        settings = {
            "form_title": self.bundle.template.title,
            "form_id": self.bundle.template.id,
            "version": self.bundle.digest.removeprefix("sha256:")[:16],
            "default_language": LANGUAGE,
        }
        if self.title:
            settings["instance_name"] = self.title
        return {
            "survey": self.survey,
            "choices": [_choice(row) for row in self._offered()],
            "settings": [settings],
        }

    @property
    def title(self) -> str:
        title = self.bundle.template.instance_name
        text = to_expression(title) if title else ""
        return self.portable.expression(text, "instance_name") if text else ""

    def _offered(self) -> Iterator[Cells]:
        """The options that may still be chosen."""
        disabled = f"{PREFIX}disabled"
        return (row for row in self.choices if row.get(disabled) != "true")

    # ---- rows ----

    def _row(self, row: Cells) -> Iterator[Cells]:
        kind = row["type"].partition(" ")[0]
        if kind == "begin_group":
            yield self._group(row)
        elif kind.startswith("end_"):
            yield {"type": row["type"]}
        else:
            yield self._question(row, kind)

    def _group(self, row: Cells) -> Cells:
        name = row["name"]
        while name in self.portable.questions or name in self.groups:
            name += "_"
        self.groups.add(name)
        found = {"type": "begin_group", "name": name}
        words = (row.get("appearance") or "").split()
        found["appearance"] = " ".join(word for word in words if word == "field-list")
        found[LABEL] = self.portable.words(row.get(LABEL, "")) or row["name"]
        found["relevant"] = self._logic(row, "relevant")
        return _filled(found)

    def _question(self, row: Cells, kind: str) -> Cells:
        found = {name: text for name, text in row.items() if name in _KEPT}
        for name in _LOGICAL:
            found[name] = self._logic(row, name)
        for name in map(said_in, SPOKEN):
            found[name] = self.portable.words(row.get(name, ""))
        found["default"] = self._default(row)
        found["parameters"] = _parameters(row, kind)
        if kind in LISTED and row["type"].partition(" ")[2] not in self.lists:
            found |= {"type": "text", "choice_filter": ""}
            self._tell("list-lost", row, "选项表不在手边，按填空写", "把选项表放进模板包")
        self._filling(found, row, kind)
        return _filled(found)

    def _logic(self, row: Cells, name: str) -> str:
        text = row.get(name, "")
        return self.portable.expression(text, f"{row['name']}.{name}") if text else ""

    def _default(self, row: Cells) -> str:
        text = row.get("default", "")
        dynamic = text and is_expression(text)
        return self.portable.expression(text, f"{row['name']}.default") if dynamic else text

    def _filling(self, found: Cells, row: Cells, kind: str) -> None:
        """What must be filled, what may not: a reason for no answer bears the duty of its question."""
        must, shut = row.get("required", ""), row.get("read_only", "")
        locked = [key for key in _NOT_HERE if f"{PREFIX}{key}" in row]
        if locked and kind != "begin_repeat":
            shut, must = "yes", ""
        if kind == "calculate":
            found["calculation"] = found.get("calculation") or "''"
            shut = must = ""
        for name, text in (("required", must), ("read_only", shut)):
            plain = truth(text)
            found[name] = plain or (self._logic(row, name) if text else "")
        if f"{PREFIX}missing" in row:
            found["required"] = ""

    def _tell(self, code: str, row: Cells, text: str, remedy: str) -> None:
        words = f"“{row.get(LABEL) or row['name']}”：{text}"
        self.portable.problems.append(Problem(f"xform.{code}", words, remedy, warn=True))

    # ---- what has no row ----

    def _rules(self) -> Iterator[Cells]:
        """A rule over several questions is shown when it does not hold; the server judges."""
        through = set(self.bundle.through.values())
        forms = [f for f in self.portable.forms if f is self.bundle.template or f.id in through]
        rules = [rule for form in forms for rule in form.rules]
        for number, rule in enumerate(rules, 1):
            text = self.portable.expression(rule.constraint, f"rules.{number}")
            if text:
                message = self.portable.words(rule.constraint_message)
                name = f"rule_{number}__shown"
                yield {"type": "note", "name": name, LABEL: message, "relevant": f"not({text})"}
        if rules:
            words = "跨题的规则在手机上只提醒，由系统在收到后检查"
            self.portable.problems.append(Problem("xform.rules-shown", words, warn=True))

    def _made(self) -> Iterator[Cells]:
        _ = self.title
        for name, text in sorted(self.portable.made.items()):
            yield {"type": "calculate", "name": name, "calculation": text}

    def _open_circles(self) -> None:
        closed = set(closing(self.survey))
        for row in self.survey:
            if row.get("name") in closed and not row["type"].startswith("begin_"):
                del row["required"]
                words = "必填的条件互相等着，手机上不作必填"
                self._tell("required-circle", row, words, "由系统在收到后检查")


def _filled(row: Cells) -> Cells:
    return {name: text for name, text in row.items() if text}


def _choice(row: Cells) -> Cells:
    return {name: text for name, text in row.items() if text and not name.startswith(PREFIX)}


def _parameters(row: Cells, kind: str) -> str:
    """Those that other programs take for this type."""
    pairs = re.findall(r"([\w-]+)\s*=\s*(\S+)", row.get("parameters", ""))
    return " ".join(f"{name}={text}" for name, text in pairs if name in _PARAMETERS.get(kind, ()))
