"""A title's placeholders may be written by the labels of questions: nobody need know their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..definition import Question
from .words import plain

LABELLED = re.compile(r"[(（]{2}\s*([^()（）]+?)\s*[)）]{2}")


def by_name(text: str, questions: Iterable[Question]) -> str:
    """What stands in double brackets as the name of the one question that is called so."""
    asked = [(plain(one.label), one.name) for one in questions]
    often = Counter(label for label, _ in asked)
    names = {label: name for label, name in asked if often[label] == 1}

    def named(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return f"(({name}))" if name else found[0]

    return LABELLED.sub(named, text)
