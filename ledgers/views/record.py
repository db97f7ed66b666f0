"""One record: what is known, what changed, what can be done; its receipt, its files."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from forms_catalog import editions
from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.questions import type_of
from forms_catalog.questions.rows import every_column

from .. import files, queries
from ..acting import rule_of
from ..ids import show_number
from ..models import File, Record
from ..models import Submission as SubmissionRow
from ..registry import Live, all_live, live_by_id
from ..scope import reach
from ..submission import OPENING, UPGRADE, Submission
from ..titles import linked, title
from ..witnessing.revealing import REASONS, words_of
from ..witnessing.subjects import filed
from .doable import buttons, standing, unverified
from .duties import at_record
from .frame import may, staff, who, who_sees
from .leading import alike, leads
from .letter_ways import letter_buttons, letter_links
from .looks import door
from .offering import offers
from .seen_rows import last_lines
from .showing import Opened, blocks, eyes, opened, state_of
from .then import Then, as_of, asked_of, choices, told


def found(request: HttpRequest, uid: str) -> tuple[Record, Live]:
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    return record, live_by_id(record.ledger_id)


@staff
def record(request: HttpRequest, uid: str) -> HttpResponse:
    row, ledger = found(request, uid)
    return page(request, row, ledger, "已保存" if request.GET.get("saved") else "")


def page(
    request: HttpRequest,
    row: Record,
    ledger: Live,
    notice: str = "",
    status: int = 200,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    """`problems` are why what was just asked for was not done."""
    item, then = opened(request.user, row, ledger), asked_of(request.GET)
    request.chrome_offers = offers(request, row)  # type: ignore[attr-defined]
    was = as_of(item, then.day) if then.day else None
    label, tag = state_of(ledger, row.state)
    place = ports.places.place(row.place_path)
    context = {
        "over": item.bundle.form.title,
        "number": show_number(row.number),
        "title": title(row, item.linked),
        "state_label": label,
        "state_tag": tag,
        "sub": place.full_name if place else "",
        "blocks": blocks(was[0] if was else item),
        "then": _then(then, was),
        "past_of": choices(item, then),
        "history": told(item, then),
        "buttons": []
        if then.day
        else buttons(request, row, ledger) + letter_buttons(request, row, ledger),
        "standing": [*standing(request, row), *([] if then.day else at_record(row))],
        "unverified": () if then.day else unverified(item),
        "links": _links(request, row, ledger) + letter_links(request, row) + leads(request, item),
        "key": Submission.new_key(),
        "version": row.version,
        "back_href": reverse("ledger", args=[ledger.key]),
        "back_label": f"回到{ledger.title}",
        "notice": notice,
        "problems": tuple(problems),
        "older": _older(request, row, ledger),
        "watched": last_lines(request, row, ledger),
        "reasons": REASONS,
        "reveal_label": words_of(ledger),
    }
    return render(request, "web/record.html", context, status=status)


def _then(asked: Then, was: tuple[Opened, str] | None) -> str:
    """What the page says when it does not show the record of today."""
    if asked.day is None:
        return ""
    day = f"{asked.day.year}年{asked.day.month}月{asked.day.day}日"
    return f"下面是{day}结束时的样子，那时的状态是“{was[1]}”" if was else f"{day}还没有这份记录"


def may_move(request: HttpRequest, row: Record, ledger: Live) -> bool:
    """Whether this person may move the record to the ledger's current edition, were it on an older."""
    rule = rule_of(ledger.rules, UPGRADE)
    if rule is None or not ("any" in rule.from_ or row.state in rule.from_):
        return False
    return any(
        post.role in rule.who and access.fill and row.place_path.startswith(post.place_path)
        for post in reach(request.user).posts
        if post.place_path and (access := ledger.rules.role(post.role))
    )


def _older(request: HttpRequest, row: Record, ledger: Live) -> SimpleNamespace | None:
    """A quiet word that the form has a newer edition; who may is offered to move, nobody has to."""
    if row.edition_id == ledger.form_edition:
        return None
    return SimpleNamespace(
        was=editions.number(row.edition_id),
        now=editions.number(ledger.form_edition),
        href=reverse("edition", args=[row.uid]) if may_move(request, row, ledger) else "",
    )


def _links(request: HttpRequest, row: Record, ledger: Live) -> list[tuple[str, str, str]]:
    """The paper, the records that point here, and the forms that go on from this record."""
    page = (ledger.bundle.form.print.page if ledger.bundle.form.print else "") or "A4"
    paper = page.replace(" landscape", "，横着")
    links = [(f"打印{ledger.bundle.form.title}", paper, reverse("print", args=[row.uid]))]
    pointing = queries.linked_from(request.user, row)
    if pointing:
        links.append(("全部经过", "连同有关的记录，按时间看", reverse("dossier", args=[row.uid])))
    titles = linked(request.user, pointing, {str(row.uid): row})
    for other in pointing:
        book = live_by_id(other.ledger_id)
        links.append((title(other, titles), book.title, reverse("record", args=[other.uid])))
    return links + _further(request, row, ledger)


def _further(request: HttpRequest, row: Record, ledger: Live) -> list[tuple[str, str, str]]:
    links = []
    for other in all_live().values():
        for through in other.bundle.through:
            question = other.bundle.questions[through][0]
            if question.option("record") == ledger.key and may(
                request, other, OPENING, row.place_path
            ):
                href = door(request, other, **{through: row.uid})
                links.append((other.bundle.form.title, "接着这份登记", href))
    return links


@staff
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What was written, by whose eyes it will be seen; may be opened again by the same person."""
    sent = SubmissionRow.objects.filter(key=key, actor=who(request)).first()
    kept = (
        [
            found_one
            for item in sent.records
            if (found_one := queries.record(request.user, item["uid"]))
        ]
        if sent
        else []
    )
    if not kept:
        raise Http404
    main = kept[-1]
    ledger = live_by_id(main.ledger_id)
    label = state_of(ledger, main.state)[0]
    context = {
        "title": f"已登记：{title(main, linked(request.user, [main]))}",
        "number": [
            (
                live_by_id(row.ledger_id).title,
                show_number(row.number),
                reverse("record", args=[row.uid]),
            )
            for row in kept
        ],
        "who": who_sees(ledger, main.place_path),
        "next_words": f"现在的状态是“{label}”。",
        "pdf_href": reverse("print", args=[main.uid]),
        "again_href": door(request, ledger),
        "again_label": "再登记一份",
        "like_href": alike(request, main, ledger),
    }
    return render(request, "web/receipt.html", context)


def _withheld(request: HttpRequest, row: File) -> bool:
    """Whether the upload is kept from this person: from afar all are, an upload has no mask."""
    if row.record is None:
        return False
    ledger = live_by_id(row.record.ledger_id)
    sight = eyes(request.user, ledger, row.record.place_path)
    return sight.afar or not (sight.hidden | sight.masked).isdisjoint(_names(row, row.record))


def _names(row: File, record: Record) -> set[str]:
    """The question that holds it; of a table also the columns that may."""
    own = editions.bundle(record.edition_id).questions
    asked = own[row.question][0].questions if row.question in own else ()
    columns = (one for column in asked for one in every_column(column))
    return {row.question} | {one.name for one in columns if type_of(one).kind == "file"}


@staff
def file(request: HttpRequest, uid: str) -> HttpResponse:
    """An upload of a record in scope, never as a page."""
    row = File.objects.visible_to(request.user).filter(uid=uid).first()
    if row is None or _withheld(request, row):
        raise Http404
    filed(row)
    response = HttpResponse(files.read(row), content_type=row.type)
    response["Content-Disposition"] = (
        content_disposition_header(row.type == "application/pdf", row.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
