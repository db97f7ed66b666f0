"""What a notice says apart from its heads, as the boxes of its edit page and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..definition import CHANNELS, Event, Letter, Notice, Unconfirmed, clean_text
from ..expressions import canonical
from .notices_words import days_code, days_said, often_code, often_said, span_code, span_said

HEADS = ("title", "was", "note", "source", "product_default")
EVENTS = {
    "": "不自己发，由事项或动作来发",
    "action": "做了一个动作",
    "changed": "一列变了",
    "every": "到了日子",
    "round": "排查轮次开始、结束",
    "engine": "系统办完一件事",
}
_PAIR = re.compile(r"\s*([a-z_][a-z0-9_]*)\s*[：:=]\s*(.+?)\s*")
_COLON = re.compile(r"[：:]")
SPLIT = re.compile(r"[\s,，、;；]+")


def only_rules[T: Notice | Letter](found: T) -> T:
    """Without heads: what two people may fight over as one."""
    return replace(found, id="x", title="x", was="", note="", source="", product_default=False)


def with_rules[T: Notice | Letter](now: T, part: T) -> T:
    return replace(part, id=now.id, **{name: getattr(now, name) for name in HEADS})


def to_boxes(notice: Notice) -> dict[str, Any]:
    """The values of the boxes."""
    kind, what = _event(notice.on)
    own = {} if isinstance(notice.text, str) else dict(notice.text)
    return {
        "ledger": notice.ledger,
        "on": kind,
        "on_what": what,
        "condition": notice.condition,
        "to": "\n".join(notice.to),
        "channels": list(notice.channels),
        "text": notice.text if isinstance(notice.text, str) else "",
        **{f"text_{name}": own.get(name, "") for name in CHANNELS},
        "subject": notice.subject,
        "values": "\n".join(f"{name}：{text}" for name, text in notice.values),
        "urgent": notice.urgent,
        "ack": span_said(notice.ack),
        "escalate": "\n".join(
            f"{span_said(s.after)}：{' '.join(s.to)}：{s.notice}" for s in notice.escalate
        ),
        "digest": notice.digest,
        "at_most": often_said(notice.at_most),
        "attach": notice.attach,
        "sealed": "、".join(notice.sealed),
    }


def _event(on: Event | None) -> tuple[str, str]:
    for name in EVENTS:
        found = getattr(on, name, "") if name and on else ""
        if found:
            said = found if isinstance(found, str) else "、".join(found)
            return name, days_said(said) if name == "every" else said
    return "", ""


def from_boxes(data: Mapping[str, Any]) -> Notice:
    """However little of it is filled in."""
    return Notice(
        id="x",
        title="x",
        ledger=data.get("ledger") or "",
        on=_on(data.get("on") or "", one_line(data, "on_what")),
        condition=canonical(one_line(data, "condition")),
        to=tuple(line.strip() for line in written(data, "to").splitlines() if line.strip()),
        channels=tuple(data.get("channels") or ()),
        text=_text(data),
        subject=one_line(data, "subject"),
        values=pairs(written(data, "values")),
        urgent=bool(data.get("urgent")),
        ack=span_code(one_line(data, "ack")),
        escalate=tuple(_steps(written(data, "escalate"))),
        digest=data.get("digest") or "no",
        at_most=often_code(one_line(data, "at_most")),
        attach=data.get("attach") or "",
        sealed=tuple(name for name in SPLIT.split(one_line(data, "sealed")) if name),
    )


def written(data: Mapping[str, Any], name: str) -> str:
    return clean_text(str(data.get(name) or "")).strip()


def one_line(data: Mapping[str, Any], name: str) -> str:
    return " ".join(written(data, name).split())


def _steps(text: str) -> Iterator[Unconfirmed]:
    """A line a step; what is missing in it is left for the checks to say."""
    for line in filter(str.strip, text.splitlines()):
        after, to, notice = (one.strip() for one in [*_COLON.split(line, 2), "", ""][:3])
        yield Unconfirmed(
            after=span_code(after), to=tuple(SPLIT.split(to)) if to else (), notice=notice
        )


def _on(kind: str, what: str) -> Event | None:
    if not kind:
        return None
    what = days_code(what) if kind == "every" else what
    days = tuple(day for day in SPLIT.split(what) if day)
    several = kind == "every" and (len(days) > 1 or "-" in what)
    one = what
    said: dict[str, Any] = {kind: days if several else one}
    return Event(**said)


def _text(data: Mapping[str, Any]) -> str | tuple[tuple[str, str], ...]:
    """One text for all; once a channel has its own, each has one."""
    whole = written(data, "text")
    own = {name: text for name in CHANNELS if (text := written(data, f"text_{name}"))}
    if not own:
        return whole
    wanted = [name for name in CHANNELS if name in own or (whole and name in data["channels"])]
    return tuple((name, own.get(name, whole)) for name in wanted)


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = (_PAIR.fullmatch(line) for line in text.splitlines())
    return tuple((one[1], canonical(one[2])) for one in found if one)
