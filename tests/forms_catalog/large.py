"""A form as large as they may be: 1,000 questions in 50 sections, with logic of every kind."""

from __future__ import annotations

from typing import Any

from forms_catalog.bundle import Bundle, EmptyBook, make
from forms_catalog.definition import FormDefinition, load

SECTIONS, EACH = 50, 20
SIZES = (("S", "小"), ("M", "中"), ("L", "大"))


def template(sections: int = SECTIONS, each: int = EACH) -> dict[str, Any]:
    """The canonical object: in each section choices, numbers, texts, dates, and what follows of them."""
    return {
        "format": 1,
        "kind": "form",
        "id": "large",
        "title": "一千题的表",
        "sections": [_section(number, each) for number in range(sections)],
        "rules": [
            {"constraint": f"${{n{number}_1}} <= 90", "constraint_message": "太大了，请核对"}
            for number in range(0, sections, 5)
        ],
    }


def _section(number: int, each: int) -> dict[str, Any]:
    questions = [_question(number, place) for place in range(each)]
    section = {"name": f"s{number}", "label": f"第{number + 1}部分", "questions": questions}
    return section | ({"relevant": f"${{c{number - 1}_0}} != 'L'"} if number % 10 == 9 else {})


def _question(section: int, place: int) -> dict[str, Any]:
    name, label = f"{'cntdqrsu'[place % 8]}{section}_{place}", f"第{section + 1}部分第{place + 1}题"
    asked: dict[str, Any] = {"name": name, "label": label}
    kinds: dict[int, dict[str, Any]] = {
        0: {"type": "choice", "choices": [{"name": c, "label": w} for c, w in SIZES]},
        1: {"type": "integer", "constraint": ". >= 0 and . <= 99", "constraint_message": "填0至99"},
        2: {"type": "text", "relevant": f"${{c{section}_0}} = 'M' and ${{n{section}_1}} > 10"},
        3: {"type": "date", "constraint": ". <= today()", "constraint_message": "不能晚于今天"},
        4: {"type": "yes_no", "required": f"${{c{section}_0}} = 'S'"},
        5: {"type": "calculated", "calculation": f"coalesce(${{n{section}_1}}, 0) * 2 + 1"},
        6: {
            "type": "text",
            "relevant": f"selected(${{c{section}_0}}, 'S') or ${{q{section}_4}} = 'yes'",
        },
        7: {"type": "text"},
    }
    return asked | kinds[place % 8]


def bundle(sections: int = SECTIONS, each: int = EACH) -> Bundle:
    form = load(template(sections, each))
    assert isinstance(form, FormDefinition)
    return make(form, EmptyBook())


def answers(sections: int = SECTIONS, each: int = EACH) -> dict[str, Any]:
    """An answer for everything that is asked of a person."""
    given: dict[int, Any] = {0: "M", 1: 40, 2: "甲", 3: "2026-03-01", 4: "yes", 6: "乙", 7: "丙"}
    return {
        f"{'cntdqrsu'[place % 8]}{section}_{place}": given[place % 8]
        for section in range(sections)
        for place in range(each)
        if place % 8 in given
    }
