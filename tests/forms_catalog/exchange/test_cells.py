"""A cell and back: what a type writes into one is what it reads out of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms_catalog.exchange.cells import Aside, taker
from forms_catalog.exchange.columns import Column
from forms_catalog.exchange.writing import putter
from forms_catalog.posted import ABSENT
from forms_catalog.questions import TYPES, Good, read, type_of
from tests.forms_catalog.questions.tools import CTX, ask

GOOD = [
    (name, good)
    for name, type_ in TYPES.items()
    for good in type_.good
    if good.answer is not None and type_.in_cells and type_.asked and type_.kind != "rows"
]


def _column(name: str, good: Good) -> Column:
    question = ask(name, good.options)
    return Column("q", question.label, question)


@pytest.mark.parametrize(("name", "good"), GOOD, ids=[f"{n}-{g.raw!r}"[:50] for n, g in GOOD])
def test_what_is_written_is_read_again(name: str, good: Good) -> None:
    column = _column(name, good)
    if type_of(column.question).kind == "file" and "paper" not in good.answer:  # type: ignore[arg-type]
        return
    cell = putter(column, CTX)(good.answer)
    raw = taker(column, CTX)(cell)
    assert not isinstance(raw, Aside)
    assert column.question and read(column.question, raw, CTX) == good.answer


@pytest.mark.parametrize("code", ["deceased", "unknown", "refused", "none"])
@pytest.mark.parametrize("name", ["phone", "date", "integer", "yes_no", "text"])
def test_reasons_are_written_and_read_as_words(name: str, code: str) -> None:
    column = Column("q", "题", ask(name, missing=(code,)))
    answer = {"$missing": code}
    assert taker(column, CTX)(putter(column, CTX)(answer)) == answer


@pytest.mark.parametrize("name", ["text", "date", "integer", "yes_no", "phone"])
@pytest.mark.parametrize(
    ("value", "raw", "code"),
    [
        ("", ABSENT, None),
        (" \u3000", ABSENT, None),
        ("清空", "", None),
        ("—", ABSENT, "cell.dash"),
        ("/", ABSENT, "cell.dash"),
    ],
)
def test_words_that_say_the_same_everywhere(
    name: str, value: str, raw: Any, code: str | None
) -> None:
    found = taker(Column("q", "题", ask(name)), CTX)(value)
    aside = found if isinstance(found, Aside) else Aside(found)
    assert aside.raw == raw and aside.problem is None
    assert (aside.note.code if aside.note else None) == code


def test_numbers_and_truths_are_not_confused() -> None:
    take = taker(Column("q", "题", ask("integer")), CTX)
    assert take(1) == 1
    assert isinstance(take(True), Aside) and take(1.0) == 1


@pytest.mark.parametrize("missing", [(), ("none",)])
def test_nothing_may_be_an_answer(missing: tuple[str, ...]) -> None:
    """Where 没有 is a reason, 无 is not taken for a no."""
    question = replace(ask("yes_no", missing=missing), label="有没有")
    take = taker(Column("q", "有没有", question), CTX)
    assert take("无") == ({"$missing": "none"} if missing else "no")
