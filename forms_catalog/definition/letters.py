"""Letters: documents with a number, parties and places to sign, whose scan closes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .form import PrintOptions
from .keys import Pairs, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when to when a signed letter holds."""

    from_: str = key("name", required=True, since="d-n-l", note="起始日期题")
    to: str = key("name", required=True, since="d-n-l", note="截止日期题")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Which records should have the letter: what a signing rate is counted over."""

    ledger: str = key("name", required=True, since="d-n-l", note="哪个台账的记录该有")
    filter: str = key("expr", required=True, since="d-n-l", note="其中符合这个条件的")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Template):
    """Paper that proves something: filled from one record, numbered without a gap."""

    kind: ClassVar[str] = "letter"

    ledger: str = key("name", required=True, since="d-n-l", note="由哪个台账的记录出具")
    number: str = key(
        "template", since="d-n-l", note="编号，如 ((_county_code))-((_year))-((_seq:5))"
    )
    who: tuple[str, ...] = key("names", required=True, since="d-n-l", note="哪些角色可以出具")
    when: str = key("expr", since="d-n-l", note="只在这个条件成立时可出具")
    clear: tuple[str, ...] = key(
        "names", since="d-n-l", note="完整打印的加密题；发布时须另一人同意"
    )
    values: Pairs = key("map:expr", part=str, since="d-n-l", note="名字：算式，文字里用")
    text: str = key(
        "md",
        required=True,
        since="d-n-l",
        note="正文：段落、列表、**粗体**、((题名))，不用网页标记",
    )
    sign: tuple[str, ...] = key("texts", since="d-n-l", note="签名处，按顺序")
    seal: tuple[str, ...] = key("texts", since="d-n-l", note="盖章处")
    term: Term | None = key("obj:term", part=Term, default=None, since="d-n-l", note="有效期")
    needed: Need | None = key(
        "obj:need", part=Need, default=None, since="d-n-l", note="谁该有一份；签订率的分母"
    )
    scan: str = key("name", since="d-n-l", note="存签字件的文件题")
    copies: int | None = key("int", default=1, since="d-n-l", note="一式几份")
    print: PrintOptions | None = key(
        "text|obj:print", part=PrintOptions, default=None, since="d-n-l", note="纸张"
    )
