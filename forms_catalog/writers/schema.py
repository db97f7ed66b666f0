"""JSON Schema of a form's answers, for those who send them from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from ..bundle import Bundle
from ..definition import Question
from ..questions import REASONS, Context, type_of

SUFFIX = ".schema.json"
LABEL = "答案的 JSON Schema"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def write(bundle: Bundle) -> bytes:
    return (json.dumps(schema(bundle), ensure_ascii=False, indent=1) + "\n").encode()


def schema(bundle: Bundle) -> dict[str, Any]:
    """One property a question; an answer may be empty (null) or a reason where the form offers one."""
    ctx = Context(options=bundle.options)
    asked = [q for q, _ in bundle.questions.values() if type_of(q).stored]
    return {
        "$schema": DRAFT,
        "title": bundle.form.title,
        "type": "object",
        "properties": {question.name: answer_schema(question, ctx) for question in asked},
        "required": [question.name for question in asked if question.required is True],
        "additionalProperties": False,
    }


def answer_schema(question: Question, ctx: Context) -> dict[str, Any]:
    own = {"title": question.label} | type_of(question).schema(question, ctx)
    ways: list[dict[str, Any]] = [own]
    if question.required is not True:
        ways.append({"type": "null"})
    if question.missing:
        ways.append(
            {
                "type": "object",
                "properties": {"$missing": {"enum": [r for r in question.missing if r in REASONS]}},
                "required": ["$missing"],
                "additionalProperties": False,
            }
        )
    return own if len(ways) == 1 else {"anyOf": ways, "title": question.label}
