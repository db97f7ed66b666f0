"""The ways to letters: buttons and links on a record's page, and what a list can be given."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpRequest
from django.urls import reverse

from forms_catalog.definition import Letter

from ..letters import house
from ..letters.house import thawed
from ..letters.issuing import fits, may_issue, standing
from ..letters.states import LABELS
from ..models import LetterIssue, Record
from ..registry import Live
from ..scope import reach
from ..submission import GONE

SHOWN = 20


def named(letter: Letter) -> str:
    return letter.title.replace("<wbr>", "")


def letter_buttons(request: HttpRequest, row: Record, ledger: Live) -> list[SimpleNamespace]:
    """Letters that this person can issue for the record now and that it does not have."""
    if row.state in GONE:
        return []
    due = [
        one for one in house.letters_of(ledger.key) if may_issue(request.user, one, row.place_path)
    ]
    return [
        SimpleNamespace(
            label=f"出具{named(one)}",
            action_href=reverse("letter-issue", args=[row.uid, one.id]),
            primary=False,
            hint="",
            method="post",
        )
        for one in due
        if not standing(one.id, [row.pk]) and fits(one, row)
    ]


def letter_links(request: HttpRequest, row: Record) -> list[tuple[str, str, str]]:
    rows = LetterIssue.objects.visible_to(request.user).filter(record=row).order_by("-id")
    return [
        (
            f"{named(thawed(one.edition_id))}{one.number and f' {one.number}'}",
            LABELS[one.state][0],
            reverse("letter", args=[one.uid]),
        )
        for one in rows[:SHOWN]
    ]


def offered(request: HttpRequest, ledger: Live) -> list[tuple[str, str]]:
    """What a list of the ledger can be given: words for the button, and its address."""
    roles = {post.role for post in reach(request.user).posts if post.place_path}
    return [
        (f"出具{named(one)}", reverse("letters-start", args=[ledger.key, one.id]))
        for one in house.letters_of(ledger.key)
        if not roles.isdisjoint(one.who)
    ]
