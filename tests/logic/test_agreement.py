"""Server and browser agree about forms that nobody thought of, whatever is typed in which order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms_catalog.logic import Program, Setting, evaluate, program_of
from forms_catalog.questions import Context

from .cases import bundle_of
from .javascript import Pages, page_of, seen, tidy, typed
from .random_forms import LISTS, Maker

NOW = dt.datetime(2026, 11, 22, 9)
CHANGES = 5


def asked(seed: int) -> tuple[Program, list[dict[str, Any]], Setting]:
    """A form, and what is typed one after the other."""
    maker = Maker(seed)
    bundle = bundle_of(LISTS, maker.form())
    setting = Setting(NOW, Context(options=bundle.options))
    return program_of(bundle), [maker.answers() for _ in range(CHANGES)], setting


def agreeing(pages: Pages, seeds: range) -> list[Any]:
    made = {seed: asked(seed) for seed in seeds}
    asking = []
    for program, answers, setting in made.values():
        blank = {name: "" for said in answers for name in said}
        steps = [blank | typed(program, said, setting) for said in answers]
        asking.append((program, page_of(program, {}, setting), steps))
    wrong: list[Any] = []
    for (seed, (program, answers, setting)), found in zip(
        made.items(), pages.lived(asking), strict=True
    ):
        for number, (said, told) in enumerate(zip([{}, *answers], found, strict=False)):
            ours = seen(program, evaluate(program, said, setting), setting)
            theirs = tidy(told) if "fault" not in told else told
            if differing := {
                n: (theirs.get(n), part) for n, part in ours.items() if theirs.get(n) != part
            }:
                wrong.append((seed, number, said, differing))
    return wrong


@pytest.mark.browser
def test_a_few_forms(pages: Pages) -> None:
    assert agreeing(pages, range(60)) == []


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("start", range(1000, 5000, 500))
def test_many_forms(pages: Pages, start: int) -> None:
    assert agreeing(pages, range(start, start + 500)) == []
