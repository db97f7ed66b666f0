"""A registration of a child in difficulty on its way: the village, the township, the county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from demo.answers import Answers
from demo.listing import records
from demo.sending import Run, act, submit
from ledgers.submission import Submission


class Way(NamedTuple):
    """One registration; `stays` tells how far it has come: 0 reported, 1 checked, 2 recognised."""

    key: str
    village: str
    first: Submission
    filled: datetime
    stays: int


def recognised(
    run: Run[Any],
    key: str,
    village: str,
    answers: Answers,
    child: str,
    filled: datetime,
    stays: int = 2,
) -> Way:
    given = {**answers, "child": child}
    first = submit(key, "difficulty", given, run.directors[village], filled)
    return Way(key, village, first, filled, stays)


def in_turn(run: Run[Any], ways: Sequence[Way]) -> None:
    """All are reported, then checked, then decided on."""
    run.send(way.first for way in ways)
    kept = {key: found[0] for key, found in records(way.key for way in ways).items()}
    run.send(_checked(run, way, kept[way.key]) for way in ways if way.stays > 0)
    run.send(_approved(run, way, kept[way.key]) for way in ways if way.stays > 1)


def _checked(run: Run[Any], way: Way, kept: dict[str, str]) -> Submission:
    when = way.filled + timedelta(days=6)
    answers: Answers = {
        "town_opinion": "入户核查过，情况属实",
        "town_date": when.date().isoformat(),
    }
    who = run.supervisors[way.village[:9]]
    return act(f"{way.key}-verify", "verify", kept, answers, who, when)


def _approved(run: Run[Any], way: Way, kept: dict[str, str]) -> Submission:
    when = way.filled + timedelta(days=13)
    answers: Answers = {"county_opinion": "ACCEPT", "county_date": when.date().isoformat()}
    return act(f"{way.key}-approve", "approve", kept, answers, run.office[way.village[:6]], when)
