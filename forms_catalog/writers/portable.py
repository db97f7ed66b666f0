"""Our expressions in words that any XForms engine knows; what only we know becomes a calculation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..bundle import Bundle
from ..definition import FormDefinition, dump
from ..expressions.nodes import Node
from ..expressions.parser import parse
from ..expressions.printing import to_text
from ..problems import Problem, Refused
from ..xlsform.helping import result_of

RESERVED = {
    "_today": "today()",
    "_now": "now()",
    "_year": "format-date(today(), '%Y')",
    "_this_year": "format-date(today(), '%Y')",
}
"""Reserved names that a phone can know; the others are empty there until the server has them."""
_REFERENCE = re.compile(r"\$\{\s*([^{}]+?)\s*\}")


class Portable:
    """Translates the expressions of one bundle; `made` are the calculations that they then need."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        forms = [bundle.template, *bundle.embedded.values()]
        self.forms = [form for form in forms if isinstance(form, FormDefinition)]
        self.questions: set[str] = set()
        self.columns: dict[str, set[str]] = {}
        for form in self.forms:
            for question in form.questions():
                self.questions |= {question.name, *(item.name for item in question.questions)}
                self.columns[question.name] = {item.name for item in question.questions}
        self.decisions = {item.name: (form, item) for form in self.forms for item in form.decisions}
        self.made: dict[str, str] = {}
        self.problems: list[Problem] = []

    def expression(self, text: str, where: str) -> str:
        """The same in portable words; '' and a problem when it cannot be read."""
        try:
            return to_text(self._node(parse(text)))
        except Refused as refused:
            words = f"“{where}”的算式读不懂，没有写进去：{refused.problems[0].text}"
            self._tell("xform.expression-lost", words, refused.problems[0].remedy)
            return ""

    def words(self, text: str) -> str:
        """Text that quotes answers as `${name}`."""
        return _REFERENCE.sub(lambda found: self._quoted(found[1]), text)

    def _quoted(self, name: str) -> str:
        target = self._name(name)
        return f"${{{target}}}" if target else ""

    def _node(self, node: Node) -> Node:
        args = tuple(self._node(part) for part in node.args)
        if node.op == "name":
            target = self._name(str(node.value))
            return node._replace(op="name" if target else "text", value=target)
        if node.op == "text" and _REFERENCE.fullmatch(str(node.value)):
            return node._replace(value=self.words(str(node.value)))
        return node._replace(args=args)

    def _name(self, name: str) -> str:
        """The question that holds the value of a name, made if there is none; '' when nothing can."""
        if name in self.questions:
            return name
        if name in self.decisions:
            return self._decided(name)
        if name.startswith("_"):
            return self._make(f"own_{name}", RESERVED.get(name, "''"))
        head, dot, rest = name.partition(".")
        if dot and rest in self.columns.get(head, ()):
            return rest
        if dot and self.bundle.questions.get(rest, (None, ""))[1] == head:
            return rest
        if dot and head in self.questions and "." not in rest:
            return self._make(f"{head}__{rest}", "''")
        text = f"“{name}”在手机上没有，按空白算"
        self._tell("xform.name-lost", text, "由系统在收到后计算")
        return ""

    def _decided(self, name: str) -> str:
        made = f"{name}__decision"
        if made not in self.made:
            self.made[made] = ""  # a table may speak of itself; the check of cycles says so
            form, _ = self.decisions[name]
            tables: Mapping[str, Mapping[str, object]] = {
                item["name"]: item for item in dump(form).get("decisions", ())
            }
            self.made[made] = self.expression(result_of(tables[name]), name) or "''"
        return made

    def _make(self, name: str, expression: str) -> str:
        self.made.setdefault(name, expression)
        return name

    def _tell(self, code: str, text: str, remedy: str) -> None:
        problem = Problem(code, text, remedy, warn=True)
        if problem not in self.problems:
            self.problems.append(problem)
