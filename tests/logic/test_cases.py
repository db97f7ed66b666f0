"""The one table of a form's logic, run by the judge and by the browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from .cases import Case, evaluated, expected, found, load
from .javascript import Pages, page_of, seen, tidy, typed

CASES = load()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_python(case: Case) -> None:
    assert found(evaluated(case)) == expected(case)


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 120 and len({case.id for case in CASES}) == len(CASES)


def begun(case: Case) -> Mapping[str, Any]:
    """The answers with the presets that the server wrote into them."""
    outcome = evaluated(case)
    asked = (name for name in outcome.presets if not case.program.items[name].question.questions)
    return {**case.answers, **{name: outcome.presets[name] for name in asked}}


def differing(case: Case, found: Mapping[str, Any]) -> dict[str, Any]:
    """Where the browser says something else than the server and does not leave it to the server."""
    if "fault" in found:
        return dict(found)
    told, ours = tidy(dict(found)), seen(case.program, evaluated(case), case.setting)
    left = case.gives.get("page_unknown", case.gives.get("unknown", []))
    ours["unknown"] = sorted(left)
    for name in ("hidden", "problems"):
        ours[name] = [one for one in ours[name] if _place(one) not in left]
    for name in ("required", "readOnly", "told", "offered", "values"):
        for path in {path for path in left if path not in told[name]}:
            ours[name].pop(path, None)
    return {n: (told[n], part) for n, part in ours.items() if told[n] != part}


def _place(said: Any) -> str:
    return said if isinstance(said, str) else str(said[1])


@pytest.mark.browser
def test_javascript_at_once(pages: Pages) -> None:
    """A page that comes with everything typed."""
    asked: list[Any] = [(c.program, page_of(c.program, begun(c), c.setting), []) for c in CASES]
    assert _failing(zip(CASES, pages.lived(asked), strict=True)) == {}


@pytest.mark.browser
def test_javascript_step_by_step(pages: Pages) -> None:
    """A blank page into which one answer is typed after the other, and taken back once."""
    asked: list[Any] = []
    for case in CASES:
        page = page_of(case.program, {}, case.setting)
        steps = [{n: v} for n, v in typed(case.program, begun(case), case.setting).items()]
        back = [{n: ""} for step in steps[:1] for n in step]
        asked.append((case.program, page, [*steps, *back, *reversed(steps)]))
    assert _failing(zip(CASES, pages.lived(asked), strict=True)) == {}


def _failing(pairs: Iterable[tuple[Case, Any]]) -> dict[str, Any]:
    return {c.id: wrong for c, found in pairs if (wrong := differing(c, found[-1]))}


@pytest.mark.browser
def test_the_console_is_silent(pages: Pages) -> None:
    assert pages.faults == [] and pages.page.evaluate("typeof BLANK") == "symbol"
