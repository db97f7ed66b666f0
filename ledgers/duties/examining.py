"""What becomes of one series at one record: done, over, moved, begun; nothing is read or written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from forms_catalog.expressions.values import to_boolean

from .case import Case
from .house import Rule, Series
from .rounds import DONE, ENDED, LATE, MISSED, OPEN, Moment, Round, again, brought_up, first

type Seen = tuple[dt.date, int]
"""The day on which a record says that it was done, and which record."""
type Sight = Callable[[Rule], Sequence[Seen]]
MOST_ROUNDS = 100
"""Of one run: more than a worker that was away for years has to catch up."""


def runs(series: Series, case: Case, gone: bool, final: bool) -> Rule | None:
    """The rule that applies to the record as it is."""
    for rule in () if gone else series.rules:
        if final and not rule.final_too:
            continue
        if rule.applies is not None and not to_boolean(case.worth(rule.applies)):
            continue
        if rule.ends is None or not to_boolean(case.worth(rule.ends)):
            return rule
    return None


def examine(
    series: Series, case: Case, now: Rule | None, kept: Round | None, sight: Sight, when: Moment
) -> list[Round]:
    """`now` is the rule that applies, `kept` the current row."""
    run = _Run(series, case, now, sight, when)
    kept = run.settled(run.gone_on(kept))
    run.gone_on(kept)
    return run.touched


@dataclass(slots=True)
class _Run:
    """The rows that are not what they were, in the order in which they came to be."""

    series: Series
    case: Case
    now: Rule | None
    sight: Sight
    when: Moment
    touched: list[Round] = field(default_factory=list)

    def touch(self, kept: Round) -> None:
        if not any(kept is other for other in self.touched):
            self.touched.append(kept)

    def gone_on(self, kept: Round | None) -> Round | None:
        """Round after round that is over by now."""
        for _ in range(MOST_ROUNDS):
            rule = self.series.rule(kept.duty) if kept and kept.state == OPEN else None
            ended = _ended(rule, self, kept) if kept and rule else None
            if not (kept and rule and ended):
                break
            close(kept, *ended, self.when)
            self.touch(kept)
            on = ended[1]
            made = again(rule, self.case, kept, on, self.when) if rule is self.now else None
            kept.current = made is None
            if made:
                self.touch(made)
                kept = made
        return kept

    def settled(self, kept: Round | None) -> Round | None:
        """The row that is current then: of the rule that applies, or none."""
        now = self.now
        if kept and now and (kept.duty == now.name or kept.state in (ENDED, MISSED)):
            if kept.state != OPEN or not kept.id:
                return kept
            made = brought_up(now, self.case, kept, self.when)
            if made != kept:
                self.touch(made)
            return made
        if kept:
            if kept.state == OPEN:
                stop(kept, self.when)
            kept.current = False
            self.touch(kept)
        return self._begun(now) if now else None

    def _begun(self, now: Rule) -> Round | None:
        seen = self.sight(now) if now.column else ()
        made = first(now, self.case, self.when, seen[-1][0] if seen else None)
        if made:
            self.touch(made)
        return made


def _ended(rule: Rule, run: _Run, kept: Round) -> tuple[str, dt.date, int | None] | None:
    """How, on which day and by which record a round came to its end."""
    when = run.when
    if done := _done(rule, run, kept):
        day, evidence = done
        if rule.done and not kept.id and kept.round == 1 and not rule.cadence.again:
            return ENDED, day, None  # nobody was ever asked to do it
        return (LATE if kept.over(day, when.at) else DONE), day, evidence
    following = rule.cadence.after(kept.from_on, when.days) if rule.cadence.dates else None
    if rule is run.now and following and following <= when.day and kept.over(when.day, when.at):
        return MISSED, following, None
    return None


def _done(rule: Rule, run: _Run, kept: Round) -> tuple[dt.date, int] | None:
    if rule.done is not None:
        held = to_boolean(run.case.worth(rule.done, **kept.more(rule)))
        return (run.when.day, run.case.row.pk) if held else None
    later = (seen for seen in run.sight(rule) if seen[0] > kept.since)
    return next(later, None)


def close(kept: Round, state: str, day: dt.date, evidence: int | None, when: Moment) -> None:
    kept.state, kept.closed_on, kept.closed_at = state, day, when.at
    kept.evidence, kept.next_at = evidence, None


def stop(kept: Round, when: Moment) -> None:
    """Taken away: before its time it does not count, after it it was never done."""
    over = kept.over(when.day, when.at)
    close(kept, MISSED if over else ENDED, when.day, None, when)
