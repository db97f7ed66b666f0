"""Notices: which event tells whom what, by which channel; no word of it is code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .keys import Pairs, key

CHANNELS = ("inbox", "sms", "email", "wework", "slip")
"""What the engine can send by; each is a module of its own."""
ENGINE_EVENTS = ("import_done", "export_waiting", "key_rotated", "not_confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What sets a notice off: exactly one of these."""

    action: str = key("name", since="d-n-l", note="做了这个动作；opening 是建立")
    changed: str = key("name", since="d-n-l", note="这一列变了")
    every: str | tuple[str, ...] = key(
        "code|texts", since="d-n-l", note="day week month quarter，或每年哪几天（月-日）"
    )
    round: str = key("code", since="d-n-l", note="轮次 opened 或 closed")
    engine: str = key(
        "name", since="d-n-l", note="import_done export_waiting key_rotated not_confirmed"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """One step when nobody has confirmed a notice: how long after it was sent, who is told, by what."""

    after: str = key("dur", required=True, since="d-n-l", note="发出以后多久还没人确认")
    to: tuple[str, ...] = key("texts", required=True, since="d-n-l", note="告诉谁")
    notice: str = key("name", required=True, since="d-n-l", note="用哪个通知模板")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Template):
    """One message to some people about one record, or about many at once."""

    kind: ClassVar[str] = "notice"

    ledger: str = key("name", since="d-n-l", note="说的是哪个台账的记录")
    on: Event | None = key(
        "obj:event",
        part=Event,
        default=None,
        since="d-n-l",
        note="什么时候发；不写就只由事项或动作发",
    )
    condition: str = key("expr", since="d-n-l", note="只在这个条件成立时发")
    to: tuple[str, ...] = key("texts", required=True, since="d-n-l", note="发给谁")
    channels: tuple[str, ...] = key(
        "names", default=("inbox",), since="d-n-l", note="inbox sms email wework slip"
    )
    values: Pairs = key("map:expr", part=str, since="d-n-l", note="名字：算式，文字里用")
    text: str | Pairs = key(
        "template|map:text",
        part=str,
        required=True,
        since="d-n-l",
        note="正文；各渠道不同时写“渠道: 正文”",
    )
    subject: str = key("template", since="d-n-l", note="邮件主题；不写就用名称")
    urgent: bool = key("bool", since="d-n-l", note="不管免打扰时间，不能关掉")
    ack: str = key("dur", since="d-n-l", note="多久之内须确认收到")
    escalate: tuple[Unconfirmed, ...] = key(
        "list:unconfirmed",
        part=Unconfirmed,
        since="d-n-l",
        note="没人确认时，一步一步告诉谁；不写就用 not_confirmed",
    )
    digest: str = key("code", default="no", since="d-n-l", note="no day week：合成一条")
    at_most: str = key("text", since="d-n-l", note="同一记录同一人最多，如 1/day")
    attach: str = key("name", since="d-n-l", note="附上哪个文书")
    sealed: tuple[str, ...] = key(
        "names", since="d-n-l", note="可以写进消息的加密题；发布时须另一人同意"
    )
