"""JavaRosa as a referee: our judge gives its kept answers, or differs in a way that is known and named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
import yaml

from forms_catalog.expressions import parse, running
from forms_catalog.problems import Refused
from tests.interop.case import KEPT, Case, load
from tests.interop.ours import agree, answer
from tests.interop.random_expressions import cases

from .quirks import QUIRKS, apply
from .vectors import load as load_vectors

KNOWN = yaml.safe_load((KEPT / "differences.yaml").read_text())
ASKED = {name: load(KEPT / f"{name}.jsonl") for name in ("vectors", "random")}
ANSWERED = [case for said in ASKED.values() for case in said if "error" not in case.javarosa]


def judged(case: Case) -> Any:
    try:
        return answer(case)
    except Refused as refused:
        return refused.problems[0].code, "refused"


def differing(among: Iterable[Case], quirks: Iterable[str] = ()) -> list[Case]:
    """The cases on which the judge with these quirks does not say what JavaRosa says."""
    with pytest.MonkeyPatch.context() as patch:
        apply(patch, quirks)
        found = [case for case in among if not agree(judged(case), case.javarosa)]
    running.compiled.cache_clear()
    return found


def shown(found: list[Case]) -> list[tuple[Any, ...]]:
    return [(c.expr, c.answers, judged(c), c.javarosa) for c in found[:5]]


@pytest.fixture(scope="module")
def differences() -> list[Case]:
    return differing(ANSWERED)


def test_the_judge_with_every_quirk_is_javarosa():
    """So no difference is unknown, and a quirk explains nothing but what it is about."""
    assert shown(differing(ANSWERED, QUIRKS)) == []


@pytest.mark.parametrize("name", QUIRKS)
def test_a_quirk_is_still_needed(name: str, differences: list[Case]):
    assert differing(differences, [other for other in QUIRKS if other != name]) != []


def test_most_answers_are_the_same_without_any(differences: list[Case]):
    assert len(differences) < 0.05 * len(ANSWERED)


def test_every_quirk_has_its_reason():
    assert list(KNOWN["quirks"]) and set(KNOWN["quirks"]) == set(QUIRKS)
    assert all(said["why"] for part in KNOWN.values() for said in part.values())


def test_what_javarosa_refuses_is_known():
    refusals = [c.javarosa["message"] for c in ASKED["vectors"] if "error" in c.javarosa]
    patterns = [said["message"] for said in KNOWN["refused"].values()]
    hits = [[p for p in patterns if re.search(p, message)] for message in refusals]
    assert [message for message, hit in zip(refusals, hits, strict=True) if len(hit) != 1] == []
    assert {pattern for hit in hits for pattern in hit} == set(patterns)


def test_vectors_that_are_said_to_be_portable_are(differences: list[Case]):
    """The phone gives the value that the table gives, without any excuse."""
    portable = {(v.expr, repr(v.answers), v.now, v.row) for v in load_vectors() if v.portable}
    refused = [case for case in ASKED["vectors"] if "error" in case.javarosa]
    assert [
        (case.expr, case.javarosa)
        for case in differences + refused
        if (case.expr, repr(case.answers), case.now, case.row) in portable
    ] == []


def test_random_expressions_are_the_same_every_time():
    assert list(cases(7, 60)) == list(cases(7, 60)) != list(cases(8, 60))
    assert all(parse(case.expr) for case in cases(9, 300))
