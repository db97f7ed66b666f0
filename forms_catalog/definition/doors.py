"""Who may send a ledger its opening form from outside, without an account, and what they read later."""

from __future__ import annotations

from dataclasses import dataclass

from .keys import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """Stands on a ledger whose opening form is open to everybody."""

    role: str = key(
        "name", required=True, since="outside", note="按哪个角色填；那个角色的任职处写“none”"
    )
    answer: tuple[str, ...] = key("names", since="outside", note="查回复时给来信人看的题")
    state: bool = key("bool", since="outside", note="查回复时也写出状态")
    urgent: str = key("expr", since="outside", note="成立时先写紧急电话，用公众填的题写")
    words: str = key("text", since="outside", note="发出以后说的话")
