"""The rows of a list in words, each cell as the reader's posts let it be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest

from forms_catalog.definition import Question
from forms_catalog.ports import ports
from forms_catalog.questions import Context, mask, show

from ..ids import show_number
from ..registry import Live
from ..rows import Row
from ..scope import reach
from ..sight import Eyes, eyes_of
from ..titles import Titled, linked, title
from ..witnessing.shown import saw
from ..witnessing.subjects import listed
from .frame import record_href
from .showing import state_of


def rows_of(
    request: HttpRequest, ledger: Live, rows: Sequence[Row], questions: Sequence[Question]
) -> list[SimpleNamespace]:
    """What list.html draws; another post may reach another row, so each place has eyes of its own."""
    targets = linked(request.user, rows)
    pointing = any(question.type == "record" for question in questions)
    titles = {uid: title(row) for uid, row in targets.items()} if pointing else {}
    ctx = Context(options=ledger.bundle.options, user=request.user, titles=titles)
    columns = [Column(question, ctx) for question in questions]
    posts, paths = reach(request.user).posts, {row.place_path for row in rows}
    listed(ledger, paths, len(rows))
    spots = {path: (_name(path), eyes_of(posts, ledger, path)) for path in paths}
    return [_row(ledger, row, columns, targets, *spots[row.place_path]) for row in rows]


def _name(path: str) -> str:
    place = ports.places.place(path)
    return place.name if place else ""


def _row(
    ledger: Live,
    row: Row,
    columns: Sequence[Column],
    targets: Mapping[str, Titled],
    place: str,
    sight: Eyes,
) -> SimpleNamespace:
    day = row.created_at.astimezone().date()
    label, tag = state_of(ledger, row.state)
    return SimpleNamespace(
        uid=row.uid,
        href=record_href(row.uid),
        title=title(row, targets),
        state_label=label,
        state_tag=tag,
        cells=[
            *((column.label, column.text(row.answers, sight)) for column in columns),
            ("地方", place),
            ("登记时间", f"{day.month}月{day.day}日"),
        ],
        number=show_number(row.number),
    )


class Column:
    """The answers to one question; what many rows share is put into words once."""

    def __init__(self, question: Question, ctx: Context) -> None:
        self.label, self._question, self._ctx = question.label, question, ctx
        self._said: dict[tuple[str, bool], str] = {}

    def text(self, answers: Mapping[str, Any], sight: Eyes) -> str:
        question = self._question
        answer = answers.get(question.name)
        if answer is None or question.sealed or question.name in sight.hidden:
            return ""
        masked = question.name in sight.masked
        if not isinstance(answer, str):
            return self._words(answer, masked)
        if (answer, masked) not in self._said:
            self._said[answer, masked] = self._words(answer, masked)
        return self._said[answer, masked]

    def _words(self, answer: Any, masked: bool) -> str:
        saw(self._question, not masked)
        return mask(self._question, answer) if masked else show(self._question, answer, self._ctx)
