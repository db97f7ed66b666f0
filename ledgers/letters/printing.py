"""Printing what was issued: counted, never numbered again; what is signed shows its scan instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from forms_catalog.problems import refuse

from ..clock import now
from ..models import LetterIssue
from .paper import printed
from .states import PRINTED, TO_SIGN, UNSIGNED

WHY = "letters that were just drawn, found in scope"


def sheets(issues: Sequence[LetterIssue], user: Any) -> bytes:
    """The paper of these letters, drawn first and counted then. Raises Refused."""
    if not issues or any(issue.state not in UNSIGNED for issue in issues):
        text = "这份文书已经签了或者作罢了，不能再打印，请看签字件"
        raise refuse("letter.not-to-print", text)
    data, digests = printed(issues, user)
    with transaction.atomic():
        for pk, digest in digests.items():
            _count(pk, digest, user)
    return data


def _count(pk: int, digest: bytes, user: Any) -> None:
    rows = LetterIssue.objects.unscoped(WHY).filter(pk=pk)
    said = {"printed_at": now(), "printed_by": user.pk, "body": digest}
    rows.update(printed=F("printed") + 1, **said)
    rows.filter(state=TO_SIGN).update(state=PRINTED)
