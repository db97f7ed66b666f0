"""A number and a code: whoever holds both reads the answer; wrong codes slow down one receipt alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import unicodedata

from django.conf import settings
from django.db import IntegrityError, transaction

from ..clock import now
from ..ids import tidy_number, uuid7
from ..models import Receipt
from ..registry import Live
from ..sealing import DataKey

DIGITS, GROUP = 20, 4
"""Twenty digits are 66 bits, and can be read aloud in any dialect."""
NAME = "code"
FREE = 5
"""Wrong codes in a row before there is a pause."""
LONGEST = 900
A_MINUTE = dt.timedelta(minutes=1)


def code_of(secret: str) -> str:
    """The code that belongs to a page's secret: the same page sent twice has the same."""
    told = hashlib.sha256(f"receipt|{secret}".encode()).digest()
    return f"{int.from_bytes(told) % 10**DIGITS:0{DIGITS}d}"


def groups(code: str) -> list[str]:
    return [code[at : at + GROUP] for at in range(0, len(code), GROUP)]


def tidy_code(text: str) -> str:
    """What somebody typed as a code, '' when it cannot be one."""
    folded = unicodedata.normalize("NFKC", text)
    digits = "".join(char for char in folded if char.isdigit())
    return digits if len(digits) == DIGITS and digits.isascii() else ""


def flooded() -> bool:
    """Whether so many came in the last minute, from everywhere together, that others wait their turn."""
    most = settings.PUBLIC_A_MINUTE
    rows = Receipt.objects.filter(created_at__gt=now() - A_MINUTE).order_by()
    return len(rows.values_list("id")[:most]) >= most


def issue(key: str, number: str, ledger: Live, code: str) -> Receipt:
    """The receipt of a submission: the one that was issued, where it was sent before."""
    if found := Receipt.objects.filter(key=key).first():
        return found
    uid = uuid7()
    data_key = DataKey.new(str(uid))
    row = Receipt(
        uid=uid,
        key=key,
        number=number,
        ledger_id=ledger.id,
        sealed=data_key.seal(NAME, _digest(code)),
        data_key=data_key.wrapped,
        key_id=data_key.key_id,
        created_at=now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Receipt.objects.get(key=key)
    return row


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def find(number: str, code: str) -> Receipt | None:
    """The receipt when both are right; None for unknown, wrong, and too soon after wrong ones."""
    asked, given = tidy_number(number), tidy_code(code)
    if not asked:
        return None
    with transaction.atomic():
        row = Receipt.objects.select_for_update().filter(number=asked).first()
        if row is None or (row.rests_until and row.rests_until > now()):
            return None
        right = bool(given) and _right(row, given)
        _count(row, right)
    return row if right else None


def _right(row: Receipt, code: str) -> bool:
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
    return hmac.compare_digest(key.open(NAME, row.sealed), _digest(code))


def _count(row: Receipt, right: bool) -> None:
    """After the free ones every wrong code doubles the pause."""
    if right and not row.tries:
        return
    row.tries = 0 if right else row.tries + 1
    over = row.tries - FREE
    pause = min(2 ** min(over, 10), LONGEST)
    row.rests_until = now() + dt.timedelta(seconds=pause) if over >= 0 else None
    row.save(update_fields=["tries", "rests_until"])
