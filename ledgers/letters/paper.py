"""The paper of a letter: what was issued with its number and code, what was not as a bare copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from forms_catalog.applying import StoredBook
from forms_catalog.definition import Letter
from forms_catalog.forming import day_words
from forms_catalog.problems import refuse
from forms_catalog.writers.letter_paper import LetterPage, draw
from forms_catalog.writers.letter_words import plain

from ..models import LetterIssue, Record
from ..notices.ground import Ground
from ..sight import PLAIN, Eyes, eyes
from .house import letter as published
from .house import thawed
from .states import UNSIGNED
from .words import Look, Speaking, whole

WHY = "the letter that goes along with a message about this very record"
COPY = "抄件，没有编号，不作凭证"
PURPOSE = "letters.body"


def paper(letter: LetterIssue | str, record: int) -> bytes:
    """What the engine itself sends along: sealed answers stay masked, whatever the paper says."""
    issue = letter if isinstance(letter, LetterIssue) else _issued(letter, record)
    row = Record.objects.unscoped(WHY).filter(pk=record).first()
    template = thawed(issue.edition_id) if issue else published(str(letter))
    if row is None or template is None:
        raise refuse("letter.unknown", "没有这份文书，或者记录已经不在")
    return draw([_page(template, row, issue, whole, clear=False)[0]])


def printed(issues: Sequence[LetterIssue], user: Any) -> tuple[bytes, dict[int, bytes]]:
    """One file in this order, as this person sees the records; and each body's keyed digest."""
    made = [_of(issue, user) for issue in issues]
    digests = {issue.pk: mark for issue, (_, mark) in zip(issues, made, strict=True)}
    return draw([page for page, _ in made]), digests


def _of(issue: LetterIssue, user: Any) -> tuple[LetterPage, bytes]:
    def look(ground: Ground) -> Eyes:
        return eyes(user, ground.ledger, ground.place) if ground.ledger else PLAIN

    return _page(thawed(issue.edition_id), issue.record, issue, look, clear=True)


def _issued(key: str, record: int) -> LetterIssue | None:
    rows = LetterIssue.objects.unscoped(WHY).filter(letter=key, record=record)
    return rows.filter(state__in=(*UNSIGNED, "signed")).select_related("issued_by").first()


def ground_of(row: Record, issue: LetterIssue | None) -> Ground:
    """Whoever issued it is who it speaks of, whoever prints it."""
    by = issue.issued_by if issue else None
    given = {"_actor_name": by.get_full_name(), "_actor_phone": by.phone} if by else {}
    return Ground(row, given)


def _page(
    letter: Letter, row: Record, issue: LetterIssue | None, look: Look, clear: bool
) -> tuple[LetterPage, bytes]:
    ground = ground_of(row, issue)
    speaking = Speaking(letter, ground, look(ground), clear, look)
    blocks = speaking.blocks()
    page = LetterPage(
        title=letter.title.replace("<wbr>", ""),
        blocks=blocks,
        number=issue.number if issue else "",
        code=issue.code if issue else "",
        sign=letter.sign,
        seal=letter.seal,
        term=term_words(issue),
        copies=copies_words(letter),
        secrecy=_secrecy(letter),
        mark="" if issue else COPY,
        kind=letter.id,
    )
    return page, salted_hmac(PURPOSE, plain(blocks), algorithm="sha256").digest()


def term_words(issue: LetterIssue | None) -> str:
    if issue is None or not (issue.valid_from or issue.valid_to):
        return ""
    since = day_words(issue.valid_from) if issue.valid_from else ""
    until = day_words(issue.valid_to) if issue.valid_to else ""
    return "有效期：" + "".join((f"自{since}起" if since else "", f"至{until}止" if until else ""))


def copies_words(letter: Letter) -> str:
    count = letter.copies or 1
    return "" if count < 2 else f"一式{COUNTS[count] if count < len(COUNTS) else count}份"


COUNTS = "〇一二三四五六七八九十"


def _secrecy(letter: Letter) -> str:
    own = letter.print.secrecy if letter.print else ""
    return own or str(getattr(StoredBook().get("pack", ""), "secrecy", ""))
