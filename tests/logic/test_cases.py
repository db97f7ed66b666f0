"""The one table of a form's logic, run by the judge and by the browser."""

from __future__ import annotations

import pytest

from .cases import Case, evaluated, expected, found, load

CASES = load()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_python(case: Case) -> None:
    assert found(evaluated(case)) == expected(case)
