"""What stands in a column for other programs' sake where the author wrote nothing: read, it is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..definition import Question
from ..expressions import is_expression
from ..questions import TYPES, Context
from .types import written

Rows = Iterable[Mapping[str, Any]]
Decisions = Mapping[str, Mapping[str, Any]]


def helped(data: Mapping[str, Any], decisions: Decisions) -> dict[str, str]:
    """Column -> text, for the canonical object of a question and the decision tables of its form."""
    type_name = str(data.get("type", ""))
    if type_name == "score" and isinstance(data.get("score"), Mapping):
        return {"calculation": first_of(data["score"].get("rows", ()))}
    if type_name == "calculated" and data.get("decision") in decisions:
        return {"calculation": result_of(decisions[data["decision"]])}
    if type_name == "derived":
        return {"read_only": "yes"}
    condition = pattern_of(type_name)
    return {"constraint": condition} if condition else {}


def pattern_of(type_name: str) -> str:
    """The condition that says in XLSForm what the type checks here, '' when it says nothing."""
    kind = TYPES.get(type_name)
    if kind is None or written(kind) != "text" or kind.looks_out or kind.kind != "text":
        return ""
    if not kind.asked:
        return ""
    question = Question(name="q", label="", type=type_name)
    pattern = str(kind.schema(question, Context()).get("pattern", ""))
    return f"regex(., '{pattern}')" if pattern and "'" not in pattern else ""


def result_of(table: Mapping[str, Any]) -> str:
    """A decision table as one expression."""
    rows = table.get("rows", ())
    return all_of(rows) if table.get("hit") == "all" else first_of(rows)


def first_of(rows: Rows) -> str:
    """The result of the first row that holds."""
    text, ends = "", ""
    for row in rows:
        if not row.get("when"):
            return f"{text}{literal(row)}{ends}"
        text += f"if({row['when']}, {literal(row)}, "
        ends += ")"
    return f"{text}''{ends}"


def all_of(rows: Rows) -> str:
    """The results of all rows that hold, joined by blanks; without one, that of `otherwise`."""
    whens = [str(row["when"]) for row in rows if row.get("when")]
    parts = [f"if({row['when']}, {literal(row)}, '')" for row in rows if row.get("when")]
    none = " and ".join(f"not({when})" for when in whens)
    last = [literal(row) for row in rows if not row.get("when")]
    parts += [f"if({none}, {text}, '')" if none else text for text in last]
    return f"normalize-space(concat({", ' ', ".join(parts)}))"


def literal(row: Mapping[str, Any]) -> str:
    text = str(row.get("then", ""))
    if is_expression(text):
        return text
    return f'"{text}"' if "'" in text else f"'{text}'"
