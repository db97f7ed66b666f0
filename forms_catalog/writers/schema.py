"""JSON Schema of a form's answers, for those who send them from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from ..bundle import Bundle
from ..definition import Question
from ..questions import Context, type_of
from ..questions import schema as answer

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
    """The answer, a reason where the form offers one, or null where it may be left out."""
    known = answer(question, ctx)
    if question.required is not True:
        known = {"anyOf": [*known.get("anyOf", [known]), {"type": "null"}]}
    return {"title": question.label} | known
