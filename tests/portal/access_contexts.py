"""What the views give the sign-in pages: each once with all there can be and once with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from markupsafe import Markup

from people.access.own import Line

from .samples import BARE, CHROME, VISITOR, problem

HOLDER = Row(get_full_name=lambda: "安晨")
TYPED = [("typed-at", "/draft/a-1/"), ("typed.name", "安晨")]
PIN: dict[str, Any] = {"whose": "安**", "next": "", "problems": [], "typed": [], "uploads": False}
PIN_AGAIN = PIN | {"problems": [problem("不对", "pin")], "typed": TYPED, "uploads": True}
SECOND: dict[str, Any] = {"problems": [], "typed": [], "uploads": False}
SECOND_AGAIN = SECOND | {"problems": [problem("不对", "code")], "typed": TYPED}
USER = Row(get_full_name=lambda: "安晨", username="990121")
PHONES = [
    Line("安卓手机", "1月2日", "3月4日", True, "/me/phones/1/end/"),
    Line("苹果手机", "1月2日", "3月4日", False, "/me/phones/2/end/"),
]
ME: dict[str, Any] = {
    "user": USER,
    "phones": [],
    "here": False,
    "has_password": False,
    "has_factor": False,
    "codes_left": 0,
    "done": "",
}
ME_FULL = ME | {
    "phones": PHONES,
    "here": True,
    "has_password": True,
    "has_factor": True,
    "codes_left": 9,
    "done": "设好了",
}
NEW: dict[str, Any] = {
    "address": "otpauth://totp/1?secret=1",
    "picture": Markup('<svg viewBox="0 0 9 9" class="qr__in"><path d="M0 0h9"/></svg>'),
    "secret": ["2345", "6723"],
    "must": False,
    "problems": [],
}
PASSWORD: dict[str, Any] = {"problems": [], "has_password": False, "user": USER}
OLD = [problem("不对", "old"), problem("太短", "new")]
FACTOR: dict[str, Any] = {"must": False, "left": 10, "problems": []}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("enter.html", {"holder": HOLDER, "chrome": CHROME}),
    ("enter.html", {"holder": None, "chrome": BARE}),
    ("login_pin.html", PIN_AGAIN | {"chrome": VISITOR}),
    ("login_pin.html", PIN | {"chrome": BARE}),
    ("login_second.html", SECOND_AGAIN | {"chrome": VISITOR}),
    ("login_second.html", SECOND | {"chrome": BARE}),
    ("me.html", ME_FULL),
    ("me.html", ME),
    ("me_pin.html", {"problems": [problem("不对", "pin")]}),
    ("me_pin.html", {"problems": []}),
    ("me_password.html", PASSWORD | {"has_password": True, "problems": OLD}),
    ("me_password.html", PASSWORD),
    ("me_factor_new.html", NEW | {"must": True, "problems": [problem("不对", "code")]}),
    ("me_factor_new.html", NEW),
    ("me_factor_codes.html", {"codes": ["1234 5678", "8765 4321"]}),
    ("me_factor_codes.html", {"codes": []}),
    ("me_factor.html", FACTOR | {"must": True, "problems": [problem("不对", "code")]}),
    ("me_factor.html", FACTOR),
]
