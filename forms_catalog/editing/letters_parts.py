"""What a letter says apart from its heads, as the boxes of its edit page and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..definition import Letter, Need, Term
from ..expressions import canonical
from .notices_parts import SPLIT, one_line, pairs, written


def to_boxes(letter: Letter) -> dict[str, Any]:
    """The values of the boxes."""
    return {
        "ledger": letter.ledger,
        "number": letter.number,
        "who": list(letter.who),
        "when": letter.when,
        "text": letter.text,
        "values": "\n".join(f"{name}：{text}" for name, text in letter.values),
        "clear": "、".join(letter.clear),
        "sign": "\n".join(letter.sign),
        "seal": "\n".join(letter.seal),
        "term_from": letter.term.from_ if letter.term else "",
        "term_to": letter.term.to if letter.term else "",
        "needed_ledger": letter.needed.ledger if letter.needed else "",
        "needed_filter": letter.needed.filter if letter.needed else "",
        "scan": letter.scan,
        "copies": letter.copies,
    }


def from_boxes(data: Mapping[str, Any], was: Letter) -> Letter:
    """However little of it is filled in; `was` keeps what has no box, and the order of roles."""
    return Letter(
        id="x",
        title="x",
        ledger=data.get("ledger") or "",
        number=one_line(data, "number"),
        who=_in_order(data.get("who") or (), was.who),
        when=canonical(one_line(data, "when")),
        text=written(data, "text"),
        values=pairs(written(data, "values")),
        clear=tuple(name for name in SPLIT.split(one_line(data, "clear")) if name),
        sign=_lines(data, "sign"),
        seal=_lines(data, "seal"),
        term=_term(one_line(data, "term_from"), one_line(data, "term_to")),
        needed=_need(data.get("needed_ledger") or "", one_line(data, "needed_filter")),
        scan=one_line(data, "scan"),
        copies=data.get("copies") or 1,
        print=was.print,
    )


def _in_order(chosen: Sequence[str], was: Sequence[str]) -> tuple[str, ...]:
    return tuple([name for name in was if name in chosen] + [n for n in chosen if n not in was])


def _lines(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written(data, name).splitlines() if line.strip())


def _term(since: str, until: str) -> Term | None:
    return Term(from_=since, to=until) if since or until else None


def _need(ledger: str, text: str) -> Need | None:
    return Need(ledger=ledger, filter=canonical(text)) if ledger or text else None
