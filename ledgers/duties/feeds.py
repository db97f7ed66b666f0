"""A person's calendar at a secret address: what, which number, until when; never whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from ..clock import now, today
from ..ids import show_number
from ..models import Duty, Feed
from .lists import label, mine

SALT = "ledgers.duties.feed"
MOST = 500
AHEAD = dt.timedelta(days=92)
FOLD = 70
"""Bytes of a line; a longer one goes on in the next, after a blank."""


def token(user: Any) -> str:
    """The address as it is now; it is made when it is asked for first."""
    row, _ = Feed.objects.get_or_create(user=user, defaults={"made_at": now()})
    return f"{user.pk}-{_mac(user, row.turn)}"


def renew(user: Any) -> None:
    """From now on another one."""
    row, made = Feed.objects.get_or_create(user=user, defaults={"made_at": now()})
    if not made:
        Feed.objects.filter(pk=row.pk).update(turn=row.turn + 1, made_at=now())


def _mac(user: Any, turn: int) -> str:
    """Another one too once the person was put out everywhere: an address is a way in."""
    put_out = f".{user.session_round}" if user.session_round else ""
    told = f"{user.pk}.{turn}{put_out}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()[:40]


def owner(text: str) -> Any:
    """Whose calendar it is; None for an address that is no longer, or never was."""
    pk, _, mac = text.partition("-")
    if not (pk.isdecimal() and len(pk) < 19):
        return None
    row = Feed.objects.filter(user=int(pk), user__is_active=True).select_related("user").first()
    good = row is not None and constant_time_compare(mac, _mac(row.user, row.turn))
    return row.user if row is not None and good else None


def calendar(user: Any, host: str, href: Callable[[Any], str]) -> bytes:
    """RFC 5545."""
    rows = mine(user).filter(due__lte=today() + AHEAD).select_related("record")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tonghu//duties//ZH"]
    lines += ["X-WR-CALNAME:要做的事", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for kept in rows.order_by("due", "id")[:MOST]:
        lines += _event(kept, host, href)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line)).encode()


def _event(kept: Duty, host: str, href: Callable[[Any], str]) -> list[str]:
    number = show_number(kept.record.number)
    after = kept.due + dt.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{kept.pk}@{host}",
        f"DTSTAMP:{now().astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{kept.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_text(label(kept))} {number}",
        f"URL:{href(kept.record.uid)}",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """No line of it becomes another property."""
    plain = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "".join(" " if ord(sign) < 32 else sign for sign in plain)


def _folded(line: str) -> Iterator[str]:
    held = ""
    for sign in line:
        if len((held + sign).encode()) > FOLD:
            yield held
            held = " "
        held += sign
    yield held
