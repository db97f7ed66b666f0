"""How letters end and are proved: signed, withdrawn, renewed, and out of time."""

from __future__ import annotations

from forms_catalog.problems import refuse

from ..clock import now, today
from ..models import File, LetterIssue, Record
from ..models.letter import STANDING
from ..notices.ground import Ground
from .house import thawed
from .issuing import term_of
from .states import EXPIRED, RENEWED, SIGNED, UNSIGNED, WITHDRAWN

WHY = "a letter found in scope, or one that follows its record"


def signed(issue: LetterIssue, row: Record, scan: File | None, by: int | None) -> None:
    """Its scan lies in the file; it holds as long as the record says now."""
    since, until = term_of(thawed(issue.edition_id), Ground(row))
    rows = LetterIssue.objects.unscoped(WHY).filter(pk=issue.pk, state__in=UNSIGNED)
    told = {"signed_at": now(), "signed_by": by, "valid_from": since, "valid_to": until}
    if not rows.update(state=SIGNED, scan=scan, **told):
        raise refuse("letter.not-open", "这份文书已经签了或者作罢了，请重新打开看看")


def unsigned(issue: LetterIssue) -> None:
    """Its scan was taken away again."""
    rows = LetterIssue.objects.unscoped(WHY).filter(pk=issue.pk, state=SIGNED)
    rows.update(state="printed", scan=None, signed_at=None, signed_by=None)


def end(issue: LetterIssue, reason: str, by: int | None, renewed: bool = False) -> None:
    """Withdrawn, or followed by another one; its number is never given again. Raises Refused."""
    rows = LetterIssue.objects.unscoped(WHY).filter(pk=issue.pk, state__in=(*STANDING, EXPIRED))
    state = RENEWED if renewed else WITHDRAWN
    if not rows.update(state=state, ended_at=now(), ended_by=by, reason=reason[:500]):
        raise refuse("letter.not-open", "这份文书已经作罢了，请重新打开看看")


def expire() -> int:
    """Signed ones whose last day is over."""
    rows = LetterIssue.objects.unscoped("time goes by for everybody").filter(state=SIGNED)
    count: int = rows.filter(valid_to__lt=today()).update(state=EXPIRED, ended_at=now())
    return count
