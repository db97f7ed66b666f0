"""The books of a period in words: places with their figures, who does not add up, who closed it when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from forms_catalog.ports import PlaceRef, ports
from people.paths import lies_in

from ..models import Period, Record
from ..periods.balance import holds
from ..periods.book import SHUT
from ..periods.reckoning import summed
from ..periods.spans import Span
from ..queries import LIGHT
from ..registry import Live
from ..scope import reach
from ..titles import title
from .frame import record_href

MOST_ODD = 20
LOOKS = {"closed": ("已结账", "done"), "closing": ("正在结账", "half")}
NOTHING = (0, 0, 0, 0)


def moment_words(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def period_href(ledger: Live, span: Span) -> str:
    return reverse("period", args=[ledger.key, span.key])


def looks(rows: Sequence[Period], span: Span, today: Any) -> tuple[str, str]:
    """Words and colour of how a period stands."""
    found = next((row for row in rows if row.key == span.key and row.status in SHUT), None)
    if found:
        return LOOKS[found.status]
    if today <= span.end:
        return "还没有过完", "off"
    again = any(row.key == span.key and row.status == "reopened" for row in rows)
    return ("重开了，还没有结", "back") if again else ("可以结账", "wait")


def asked_place(request: HttpRequest, ledger: Live) -> str:
    """The place that is looked into: within the person's own, '' for all of them."""
    path = request.GET.get("place", "")
    if not path:
        return ""
    roots = reach(request.user).paths.get(ledger.id, ())
    if not ports.places.place(path) or not any(lies_in(path, root) for root in roots):
        raise Http404
    return path


def table(
    request: HttpRequest, ledger: Live, figures: Mapping[str, Sequence[int]], place: str
) -> dict[str, Any]:
    """The places right below, each with all that lies in it, and the sum."""
    roots = [place] if place else list(reach(request.user).paths.get(ledger.id, ()))
    whole = summed(figures)
    below = [child for root in roots for child in ports.places.children(root)]
    lines = [_line(ledger, ref, whole.get(ref.path, NOTHING)) for ref in below]
    lines += [
        _line(ledger, ref, figures.get(root, NOTHING), words="本级")
        for root in roots
        if (ref := ports.places.place(root)) and (not below or root in figures)
    ]
    sums = [sum(column) for column in zip(*(whole.get(r, NOTHING) for r in roots), strict=True)]
    refs = [ref for root in roots if (ref := ports.places.place(root))]
    return {
        "lines": lines,
        "sums": _line(ledger, None, sums or NOTHING, words="合计"),
        "where": "、".join(ref.full_name for ref in refs)[:120],
    }


def _line(ledger: Live, ref: PlaceRef | None, row: Sequence[int], words: str = "") -> Shown:
    deeper = ref is not None and not words and any(row) and bool(ports.places.children(ref.path))
    return Shown(
        name=words or (ref.name if ref else ""),
        href=f"?place={ref.path}" if ref and deeper else "",
        figures=[f"{number:,}" for number in row],
        sound=holds(ledger, row),
    )


def odd_records(user: Any, odd: Sequence[tuple[int, str]]) -> list[tuple[str, str, str]]:
    """Title, place and link of the records in sight that do not add up."""
    wanted = [pk for pk, _ in odd[: MOST_ODD * 5]]
    seen = Record.objects.visible_to(user).only(*LIGHT).filter(pk__in=wanted)
    rows = {row.pk: row for row in seen}
    found: list[tuple[str, str, str]] = []
    for pk, path in odd:
        ref = ports.places.place(path)
        if pk in rows and len(found) < MOST_ODD:
            found.append((title(rows[pk]), ref.name if ref else "", record_href(rows[pk].uid)))
    return found


def within(user: Any, ledger: Live, counted: Mapping[str, int]) -> int:
    """How many of what was counted by place lies in the person's places."""
    roots = reach(user).paths.get(ledger.id, ())
    return sum(n for path, n in counted.items() if any(lies_in(path, root) for root in roots))


def past_of(rows: Sequence[Period], span: Span) -> list[Shown]:
    """The closings of this period that were taken back or did not come about."""
    return [
        Shown(
            by=row.asked_by.get_full_name(),
            at=moment_words(row.asked_at),
            refused=row.status == "refused",
            again=moment_words(row.reopened_at) if row.reopened_at else "",
            who=row.reopened_by.get_full_name() if row.reopened_by else "",
            reason=row.reason,
        )
        for row in rows
        if row.key == span.key and row.status in ("reopened", "refused")
    ]
