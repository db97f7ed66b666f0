"""Where a record leads: a record like it for the same home, and the photo of what was signed on paper."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from forms_catalog.questions import type_of

from ..acting import submit_of
from ..models import Record
from ..registry import Live, live
from ..submission import OPENING
from .carrying import shared
from .frame import may
from .looks import door
from .showing import Opened

Line = tuple[str, str, str]


def alike(request: HttpRequest, row: Record, ledger: Live) -> str:
    """The address of a new record that begins with this one's shared answers; '' when there are none."""
    if not shared(ledger.bundle) or not may(request, ledger, OPENING, row.place_path):
        return ""
    return door(request, ledger, like=row.uid)


def leads(request: HttpRequest, item: Opened) -> list[Line]:
    """(words, why, address) for the side of the record's page."""
    found = _following(request, item) + _papers(request, item)
    if href := alike(request, item.record, item.ledger):
        found.append(("给同户的再登记一个", "相同的内容带过去，核对就行", href))
    return found


def _following(request: HttpRequest, item: Opened) -> list[Line]:
    """Forms that go on from this record, each opening one that points here."""
    found = []
    for also in item.ledger.rules.also:
        other = live(also.ledger)
        if other and may(request, other, OPENING, item.record.place_path):
            words = also.label or f"填{other.bundle.form.title}"
            href = door(request, other, **{also.by: str(item.record.uid)})
            found.append((words.replace("<wbr>", ""), "另建一份，连着这一份", href))
    return found


def _papers(request: HttpRequest, item: Opened) -> list[Line]:
    """Signatures that stand on paper only, while the record may still be changed."""
    rule = submit_of(item.ledger.rules, item.record.state)
    if rule is None or not may(request, item.ledger, rule.name, item.record.place_path):
        return []
    edit = reverse("edit", args=[item.record.uid])
    return [
        (f"补一张照片：{question.label}", "已在纸上签名", f"{edit}#q-{question.name}")
        for question in item.bundle.part()
        if type_of(question).macro == "signature" and _on_paper(item.answers.get(question.name))
    ]


def _on_paper(answer: object) -> bool:
    return isinstance(answer, dict) and bool(answer.get("paper")) and "sha256" not in answer
