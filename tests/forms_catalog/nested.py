"""A form with a table in a table: homes and who lived in each, sealed cells and logic at both depths."""

from __future__ import annotations

from typing import Any

from forms_catalog.bundle import Bundle, EmptyBook, make
from forms_catalog.definition import FormDefinition, load


def template() -> dict[str, Any]:
    """The canonical object."""
    people = [
        {"name": "who", "label": "姓名", "type": "text", "required": True},
        {
            "name": "age",
            "label": "年龄",
            "type": "integer",
            "constraint": ". <= 120",
            "constraint_message": "年龄太大，请核对",
        },
        {"name": "phone", "label": "电话", "type": "phone", "sealed": True},
        {"name": "job", "label": "工作", "type": "text", "relevant": "${age} >= 18"},
        {"name": "proof", "label": "证明", "type": "photo"},
    ]
    homes = [
        {"name": "town", "label": "哪个镇", "type": "text", "required": True},
        {"name": "door", "label": "门牌", "type": "text", "sealed": True},
        {"name": "people", "label": "同住的人", "type": "rows", "questions": people},
        {
            "name": "counted",
            "label": "几人",
            "type": "calculated",
            "calculation": "count(${who})",
        },
    ]
    questions = [
        {"name": "head", "label": "户主", "type": "text", "required": True},
        {"name": "homes", "label": "住过的地方", "type": "rows", "questions": homes},
        {
            "name": "all",
            "label": "一共几人",
            "type": "calculated",
            "calculation": "count(${who})",
        },
    ]
    return {
        "format": 1,
        "kind": "form",
        "id": "dwelling",
        "title": "家庭情况表",
        "instance_name": "((head))",
        "sections": [
            {"name": "s", "label": "家庭", "appearance": "shared", "questions": questions}
        ],
    }


def form() -> FormDefinition:
    found = load(template())
    assert isinstance(found, FormDefinition)
    return found


def bundle() -> Bundle:
    return make(form(), EmptyBook())


ONE, TWO, THREE = "0a1b2c3d4e5f", "1a1b2c3d4e5f", "2a1b2c3d4e5f"
"""Identities of rows."""


def answers(**changes: Any) -> dict[str, Any]:
    """Two homes: in the first a grown-up and a child, in the second nobody."""
    people = [
        {"_id": ONE, "who": "罗川", "age": 40, "phone": "10000001234", "job": "木工"},
        {"_id": TWO, "who": "罗安", "age": 8},
    ]
    homes = [
        {"_id": ONE, "town": "枫树坪镇", "door": "3组12号", "people": people},
        {"_id": TWO, "town": "青禾镇"},
    ]
    return {"head": "罗川", "homes": homes} | changes
