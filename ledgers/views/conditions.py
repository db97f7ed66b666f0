"""Conditions that a person adds to a list: an option of a coded column, a span of a date column.

They stand in the address by name and code, and become one expression, so that lists, exports and
actions on many records ask the database the same thing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from forms_catalog.definition import Question
from forms_catalog.questions import Context, type_of

from ..derived.likes import known
from ..derived.offering import pending
from ..registry import Live
from ..sight import Eyes

FEW = 60
"""Options that a drop-down shows."""
FROM, TO = "from", "to"


@dataclass(frozen=True, slots=True)
class Condition:
    """One of them: its names in the address, its words, its expression."""

    params: Mapping[str, str]
    words: str
    text: str


def usable(ledger: Live, sight: Eyes) -> Iterator[tuple[Question, str, list[tuple[str, str]]]]:
    """(question, code or date, options) of every column that the person may ask about."""
    ctx, waiting = Context(options=ledger.bundle.options), pending(ledger)
    barred = sight.hidden | sight.masked | waiting
    for name, question in known(ledger).items():
        slot = ledger.slots.get(name, "")
        if not slot or name in barred or question.sealed:
            continue
        options = _options(question, ctx)
        if slot[0] == "c" and 0 < len(options) <= FEW:
            yield question, "code", options
        elif slot[0] == "d":
            yield question, "date", []


def _options(question: Question, ctx: Context) -> list[tuple[str, str]]:
    if type_of(question).kind == "boolean":
        return [("yes", "是"), ("no", "否")]
    return [(o.name, o.label) for o in ctx.choices(question)] if question.option("choices") else []


def conditions(given: Mapping[str, str], ledger: Live, sight: Eyes) -> list[Condition]:
    """What of the address makes sense here; the rest is nobody's condition."""
    found: list[Condition] = []
    several = {table.name for table in ledger.rules.decisions if table.hit == "all"}
    for question, kind, options in usable(ledger, sight):
        if kind == "code":
            found += _coded(given, question, dict(options), question.name in several)
        else:
            found += _dated(given, question)
    return found


def _coded(
    given: Mapping[str, str], question: Question, options: Mapping[str, str], several: bool
) -> Iterator[Condition]:
    """A column that may hold several codes is asked whether this one is among them."""
    name = f"w.{question.name}"
    code = given.get(name, "")
    if code in options:
        words = f"{question.label}：{options[code]}"
        own = f"${{{question.name}}}"
        text = f"selected({own}, '{code}')" if several else f"{own} = '{code}'"
        yield Condition({name: code}, words, text)


def _dated(given: Mapping[str, str], question: Question) -> Iterator[Condition]:
    for end, sign, word in ((FROM, ">=", "不早于"), (TO, "<=", "不晚于")):
        name = f"w.{question.name}.{end}"
        if day := _day(given.get(name, "")):
            words = f"{question.label}{word}{day.year}年{day.month}月{day.day}日"
            text = f"${{{question.name}}} {sign} date('{day.isoformat()}')"
            yield Condition({name: day.isoformat()}, words, text)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def joined(found: list[Condition]) -> str:
    """The whole as one expression, '' without any."""
    return " and ".join(one.text for one in found)


def fields(given: Mapping[str, str], ledger: Live, sight: Eyes) -> list[SimpleNamespace]:
    """What the page asks: drop-downs and spans, with what is chosen."""
    made = []
    for question, kind, options in usable(ledger, sight):
        name = f"w.{question.name}"
        made.append(
            SimpleNamespace(
                name=name,
                kind=kind,
                label=question.label,
                options=[(code, words, given.get(name) == code) for code, words in options],
                since=given.get(f"{name}.{FROM}", ""),
                until=given.get(f"{name}.{TO}", ""),
            )
        )
    return made
