"""What the page of an import shows: how the file was read, how far the work is, what became of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.urls import reverse
from django.utils import timezone

from forms_catalog.exchange.columns import Column, Sheet
from forms_catalog.exchange.reading import BY_HAND, MAPPING, NEAR, WHICH, Decision, Reading
from forms_catalog.problems import Problem
from forms_catalog.tables import letters
from forms_catalog.writers.fields import Choice

from ..exchange.bringing import layout_of, reading_of
from ..exchange.correcting import answered_above, offers, open_columns
from ..exchange.stepping import size, standing
from ..models import Import
from ..registry import live_by_id
from ..worker import problem as worker_problem

LEFT_OUT = {
    "blank": "空行",
    "heading": "表头",
    "title": "标题",
    "example": "示例",
    "second-table": "另一个表",
    "total": "合计",
    "note": "说明、落款",
    "nothing": "没有要导入的内容",
    "unread": "没有读",
}
STEP_WORDS = {
    "asked": "等您核对",
    "judging": "正在核对",
    "judged": "等您确认",
    "writing": "正在写入",
    "written": "已写入",
    "undoing": "正在撤销",
    "undone": "已撤销",
}
STEP_TAGS = {"asked": "wait", "judged": "wait", "written": "done", "undone": "off"}
MOST_SPANS = 12
NOT_IMPORTED, ABOVE = "不导入", "照上面定的"


def head(batch: Import) -> dict[str, Any]:
    """What every page of an import begins with."""
    ledger = live_by_id(batch.ledger_id)
    return {
        "file_name": batch.name,
        "ledger_title": ledger.title,
        "back_href": reverse("import", args=[ledger.key]),
        "href": reverse("import-one", args=[batch.uid]),
        "problems": [],
        "may_give_up": batch.step in ("asked", "judged"),
    }


def last(batches: Iterable[Import]) -> list[Shown]:
    """The imports of before, as rows that lead to their pages."""
    return [
        Shown(
            href=reverse("import-one", args=[batch.uid]),
            name=batch.name,
            when=moment_words(batch.created_at),
            label=STEP_WORDS.get(batch.step, "没有做完"),
            tag=STEP_TAGS.get(batch.step, "half"),
        )
        for batch in batches
    ]


def moment_words(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日{local:%H:%M}"


# ---- asked ----


def asked(batch: Import, posted: Any) -> dict[str, Any]:
    """How the file was understood, and everything that can be said otherwise."""
    reading = reading_of(batch)
    layout = layout_of(batch.edition)
    return head(batch) | {
        "decisions": [_decision(d, one, posted) for one in reading.all() for d in _open(one)],
        "sheets": [
            _sheet(place, one, layout.sheet(one.path), posted)
            for place, one in enumerate(reading.all())
            if one.index >= 0
        ],
        "against": [_told(p) for one in reading.all() for p in one.problems],
        "notes": [words for one in reading.all() for words in _notes(one)],
    }


def _open(one: Reading) -> list[Decision]:
    return [decision for decision in one.decisions if decision.code != BY_HAND]


def _hint(decision: Decision) -> str:
    if decision.code in (NEAR, WHICH):
        return "是别的题，就在下面的表里选"
    hidden = decision.code == "hidden-rows"
    return f"第{spans(decision.rows)}行" if decision.rows and not hidden else ""


def _decision(decision: Decision, one: Reading, posted: Any) -> Shown:
    name = f"d.{decision.id}"
    chosen = posted.get(name, decision.chosen)
    return Shown(
        name=name,
        id=f"q-{name.replace('.', '-').replace(':', '-')}",
        text=decision.text,
        hint=_hint(decision),
        choices=[Choice(code, words, chosen=code == chosen) for code, words in decision.choices],
    )


def _sheet(place: int, one: Reading, sheet: Sheet, posted: Any) -> Shown:
    asked_of, mapped = open_columns(one), one.mapped()
    above, offered = answered_above(one), offers(sheet)
    return Shown(
        name=one.sheet,
        table=sheet.name if one.path else "",
        heading=f"第{spans(one.header_rows)}行",
        columns=[
            _column(
                f"c.{place}.{number}",
                number,
                words,
                "" if number in above else mapped.get(number, ""),
                ABOVE if number in above else NOT_IMPORTED,
                offered,
                posted,
            )
            if number not in asked_of or number in above
            else Shown(letter=letters(number), heading=words, name="", id="", choices=[])
            for number, words in sorted(one.headings.items())
        ],
        left_out=_left_out(one),
    )


def _column(
    name: str,
    number: int,
    words: str,
    chosen: str,
    nothing: str,
    offered: Sequence[Column],
    posted: Any,
) -> Shown:
    said = posted.get(name, chosen)
    choices = [Choice("", nothing, chosen=not said)]
    choices += [Choice(c.name, c.heading, chosen=c.name == said) for c in offered]
    ident = name.replace(".", "-")
    return Shown(letter=letters(number), heading=words, name=name, id=ident, choices=choices)


def _left_out(one: Reading) -> list[tuple[str, str]]:
    """(why, which rows), in the order in which they are met."""
    found: dict[str, list[int]] = {}
    for row, why in one.left_out:
        found.setdefault(why, []).append(row)
    return [(LEFT_OUT.get(why, "没有读"), f"第{spans(rows)}行") for why, rows in found.items()]


def spans(rows: Iterable[int]) -> str:
    """1、3—5."""
    found: list[list[int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    words = [str(a) if a == b else f"{a}—{b}" for a, b in found[:MOST_SPANS]]
    return "、".join(words) + ("等" if len(found) > MOST_SPANS else "")


def _notes(one: Reading) -> Iterator[str]:
    settled = {c for d in one.decisions if d.code in MAPPING for c in d.columns}
    for note in one.notes:
        if not note.place.column or note.place.column not in settled:
            yield _told(note)


def _told(problem: Problem) -> str:
    return "。".join(bit.rstrip("。") for bit in (problem.text, problem.remedy) if bit)


# ---- under way ----


DOING = {"judging": "正在核对", "writing": "正在写入", "undoing": "正在撤销"}


def waiting(batch: Import) -> dict[str, Any]:
    """How far it is; the page comes back by itself as long as a worker is at it."""
    found = standing(batch)
    stopped = found is None or found.over
    total = (found.total if found else 0) or size(batch)
    done = min(found.done if found else 0, total)
    failed = found.problem if found and found.over else ""
    return head(batch) | {
        "doing": DOING[batch.step],
        "done": done,
        "total": total,
        "words": f"{done:,} / {total:,}行",
        "stopped": stopped,
        "refresh": not failed,
        "failed": [worker_problem(failed)] if failed else [],
    }
