"""A doubt at the gate: a new record that may be there already, told to people who can answer."""

from __future__ import annotations

from forms_catalog.ports import ports
from forms_catalog.problems import Problem

from ..similar import likely
from ..submission import Submission
from ..titles import title
from .plan import Plan

CODE = "record.similar"
DOORS = frozenset({"web"})
"""Where somebody sits who can look at one; many at once are looked at by whoever brings them."""


def doubts(plan: Plan, submission: Submission) -> list[Problem]:
    """One warning that shows the likeliest; a reason lets it pass and is kept."""
    if not plan.opens or plan.cause or not plan.known.alone or submission.door not in DOORS:
        return []
    rules = plan.ledger.rules
    found = likely(submission.actor, plan.ledger, plan.after) if rules.similar else []
    if not found:
        return []
    other = found[0]
    place = ports.places.place(other.place_path)
    where = place.name if place else ""
    text = f"{where}已有一份很像的：{title(other)}。请打开看看是不是同一个；确实不是，在下面写明"
    data = (("number", other.number), ("uid", str(other.uid)))
    problem = Problem(CODE, text, "打开那份", data=data, warn=True)
    return [problem.at(question=rules.similar[0])]
