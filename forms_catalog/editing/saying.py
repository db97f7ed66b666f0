"""The logic of a form said in words, and what changed of it between two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..bundle import every_question
from ..definition import Decision, FormDefinition, Row, Rule, Scoring, keys_of
from ..expressions import is_expression, parse
from ..expressions.words import clean, say
from ..problems import Refused
from ..questions import Context

type Say = Callable[[str], str]
type Detail = tuple[str, str, str]
type Change = tuple[str, str, str, tuple[Detail, ...]]
"""What, which, where, and the details: what Difference is made of."""
WHERE = "规则和计分"


def sayer(form: FormDefinition) -> Say:
    """A function that reads an expression of this form aloud; what cannot be read stays as it is."""
    questions = list(every_question(form))
    labels = {question.name: question.label for question in questions if question.label}
    labels |= {decision.name: decision.label for decision in form.decisions if decision.label}
    options = {
        question.name: {one.name: one.label for one in Context().choices(question)}
        for question in questions
    }

    def said(text: str) -> str:
        try:
            return say(parse(text), labels, options) if text else ""
        except Refused:
            return text

    return said


def value_said(text: Any, said: Say) -> Any:
    """A condition, or a value that may be one."""
    return said(text) if isinstance(text, str) and is_expression(text) else text


def logic_changes(old: FormDefinition, new: FormDefinition) -> Iterator[Change]:
    before, after = sayer(old), sayer(new)
    yield from _rules(old.rules, new.rules, before, after)
    yield from _decisions(old, new, before, after)
    if old.scoring != new.scoring:
        what = "added" if old.scoring is None else "gone" if new.scoring is None else "changed"
        details = _scoring(old.scoring, new.scoring)
        yield what, "计分", WHERE, details


def _rules(
    old: tuple[Rule, ...], new: tuple[Rule, ...], before: Say, after: Say
) -> Iterator[Change]:
    """A rule has no name: its words tell which it is."""
    gone = {rule.constraint_message: rule for rule in old if rule not in new}
    for rule in new:
        if rule in old:
            continue
        label = f"规则“{clean(rule.constraint_message)}”"
        other = gone.pop(rule.constraint_message, None)
        if other is None:
            yield "added", label, WHERE, (("须成立", "", after(rule.constraint)),)
        else:
            yield "changed", label, WHERE, _differing(other, rule, before, after)
    for rule in gone.values():
        yield "gone", f"规则“{clean(rule.constraint_message)}”", WHERE, ()


def _decisions(
    old: FormDefinition, new: FormDefinition, before: Say, after: Say
) -> Iterator[Change]:
    for decision in new.decisions:
        other = old.decision(decision.name)
        label = f"决策表“{clean(decision.label) or decision.name}”"
        if other is None:
            yield "added", label, WHERE, (("各行", "", rows_said(decision, after)),)
        elif other != decision:
            details = _differing(other, decision, before, after)
            if other.rows != decision.rows:
                told = rows_said(other, before), rows_said(decision, after)
                details = (*details, ("各行", *told))
            yield "changed", label, WHERE, details
    for decision in old.decisions:
        if new.decision(decision.name) is None:
            yield "gone", f"决策表“{clean(decision.label) or decision.name}”", WHERE, ()


def rows_said(decision: Decision, said: Say) -> str:
    return "；".join(_row(row, said) for row in decision.rows)


def _row(row: Row, said: Say) -> str:
    return f"{said(row.when) or '其余情况'}：{row.then}"


def _differing(old: Any, new: Any, before: Say, after: Say) -> tuple[Detail, ...]:
    return tuple(
        (item.note, _told(getattr(old, name), before), _told(getattr(new, name), after))
        for name, item in keys_of(type(new)).items()
        if name != "rows" and getattr(old, name) != getattr(new, name)
    )


def _told(value: Any, said: Say) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value_said(value, said))


def _scoring(old: Scoring | None, new: Scoring | None) -> tuple[Detail, ...]:
    if old is None or new is None:
        return ()
    plain = (name for name in keys_of(Scoring) if name not in ("lower", "veto"))
    return tuple(
        (keys_of(Scoring)[name].note, str(getattr(old, name)), str(getattr(new, name)))
        for name in plain
        if getattr(old, name) != getattr(new, name)
    )
