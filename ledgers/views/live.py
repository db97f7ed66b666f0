"""What a filling page hands to the browser, so that the form lives while it is filled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from markupsafe import Markup

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.logic import Outcome, Program, program_of
from forms_catalog.logic.program import MOST
from forms_catalog.logic.wire import plain_value, wire
from forms_catalog.logic.worth import value_of
from forms_catalog.models import Edition
from forms_catalog.ports import ports
from forms_catalog.questions.rows import holds_sealed
from forms_catalog.writers.fields import Block

from ..clock import moment, now
from ..registry import all_live
from ..reserved import reserved
from ..witnessing.subjects import filled, looked_up
from .frame import signed_out, staff
from .settling import lenient
from .sitting import Sitting

_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def page_data(sitting: Sitting, edition: int, here: Collection[str]) -> Markup:
    """The JSON of a page that asks `here`; '' when its form has no logic.

    Values of other pages go along as far as expressions read them; sealed ones never.
    """
    program = program_of(sitting.bundle)
    outcome = sitting.outcome
    if program.empty or outcome is None:
        return Markup("")
    values, unknown = _values(sitting, program, outcome, here)
    filled(sitting, sitting.sections, values.keys())
    said = {
        "program": f"{reverse('logic', args=[edition])}?{_wired(program)[1]}",
        "now": moment(now()).isoformat(timespec="milliseconds"),
        "values": values,
        "unknown": sorted(unknown),
        "reserved": {n: plain_value(v) for n, v in reserved(sitting.user).items()},
        "action": sitting.main.action,
    }
    if program.looked:
        said |= {"look": reverse("look", args=[edition]), "seen": _seen(sitting, program)}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE))


def _values(
    sitting: Sitting, program: Program, outcome: Outcome, here: Collection[str]
) -> tuple[dict[str, Any], set[str]]:
    answers = lenient(sitting, program.reads)
    values: dict[str, Any] = {}
    unknown = set(program.bundle.through)
    for name in program.reads:
        item = program.items[name]
        if item.above:
            continue
        question = item.question
        if _withheld(sitting, question, name in here):
            unknown.add(name)
        elif name not in here and not item.computed:
            answer = outcome.answers.get(name, answers.get(name))
            values[name] = plain_value(value_of(question, answer))
    worked_out = {n for n in outcome.unknown & program.items.keys() if program.items[n].computed}
    return values, (unknown | worked_out) & program.items.keys()


def _withheld(sitting: Sitting, question: Question, here: bool) -> bool:
    """What this person is not shown stays on the server, also where an expression reads it."""
    name = question.name
    seat = next((seat for seat in sitting.seats if name in seat.questions), None)
    if seat is None:
        return not here
    masked = holds_sealed(question) or name in seat.masked
    return name in seat.hidden or (masked and (not here or sitting.stands(name)))


def _seen(sitting: Sitting, program: Program) -> dict[str, Any]:
    """What the records that are pointed at already say: link -> [uid, column -> value]."""
    answers = lenient(sitting, frozenset(program.looked))
    found = {}
    for link, uid in answers.items():
        if isinstance(uid, str):
            found[link] = [uid, _looked(sitting.user, program, link, uid)]
    return found


def _looked(user: Any, program: Program, link: str, uid: str) -> dict[str, Any]:
    ledger = program.items[link].question.option("record")
    columns = program.looked[link]
    found = ports.records.columns(user, ledger, (uid,), columns).get(uid, {})
    looked_up(ledger, user, found)
    return {column: plain_value(item.value) for column, item in found.items()}


_WIRED: dict[str, tuple[bytes, str]] = {}


def _wired(program: Program) -> tuple[bytes, str]:
    """The program as it is sent, and a mark in its address that another engine changes."""
    key = program.bundle.digest
    if key not in _WIRED:
        if len(_WIRED) >= MOST:
            _WIRED.clear()
        data = wire(program)
        _WIRED[key] = data, hashlib.sha256(data).hexdigest()[:12]
    return _WIRED[key]


def _for_everybody(edition: int) -> bool:
    """Whether it is the form that some ledger has everybody fill in now."""
    return any(one.rules.public and one.form_edition == edition for one in all_live().values())


def logic(request: HttpRequest, edition: int) -> HttpResponse:
    """The program of an edition: a definition, the same for everybody who may fill it in, for ever."""
    if not (request.user.is_authenticated or _for_everybody(edition)):
        return signed_out(request)
    if not Edition.objects.filter(pk=edition, kind="form").exists():
        raise Http404
    program = program_of(editions.bundle(edition))
    response = HttpResponse(_wired(program)[0], content_type="application/json")
    patch_cache_control(response, private=True, max_age=31536000, immutable=True)
    return response


@staff
def look(request: HttpRequest, edition: int) -> HttpResponse:
    """The columns that a form reads of one record, as far as the asker may see them."""
    link, uid = request.GET.get("link", ""), request.GET.get("uid", "")
    rows = Edition.objects.filter(pk=edition, kind="form")
    program = program_of(editions.bundle(edition)) if rows.exists() else None
    if program is None or link not in program.looked:
        raise Http404
    return JsonResponse(_looked(request.user, program, link, uid))


__all__ = ["logic", "look", "page_data", "unseen"]


def unseen(blocks: Sequence[Block]) -> str:
    """The questions that a page carries without showing them."""
    return " ".join(field.name for block in blocks for field in block.fields if field.hidden)


__all__ = ["logic", "look", "page_data", "unseen"]
