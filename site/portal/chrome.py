"""What every page shows around its content: the context processor of the Jinja2 engine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.crypto import salted_hmac

from ledgers.sealing import KeysMissing, house_keys
from ledgers.views.offering import offers
from portal.framing import NONE, Frame

MODES = {"mode": ("care",), "contrast": ("more",)}
"""The display settings a person may choose, each a cookie of its own; '' is the plain look."""


ENDS = "ends"
"""Where a session keeps its own end: Django tells only how long one that began now would last."""


class Link(NamedTuple):
    """A word of the navigation."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of a page. Views set `request.chrome_place` and `request.chrome_nav`.

    `frame` is what a county's portal puts around public pages.
    `ends` is when the person must sign in again, in seconds since 1970; 0 for visitors.
    """

    site_name: str
    place: str
    nav: tuple[Link, ...]
    user_name: str
    home: str
    demo: bool
    mode: str
    contrast: str
    here: str
    keys_missing: bool
    user_token: str = ""
    bell: tuple[str, int] | None = None
    """The way to one's messages, and how many were not read."""
    ends: int = 0
    offers: tuple[Any, ...] = ()
    """Buttons of every page: a word, where it leads, whether one is there."""
    frame: Frame = NONE

    @property
    def until(self) -> str:
        """The clock at which the session ends, for pages that run no script."""
        return time.strftime("%H:%M", time.localtime(self.ends)) if self.ends else ""

    def switch(self, setting: str, value: str) -> str:
        """The address that changes a display setting and comes back to this page."""
        query = urlencode({setting: value, "next": self.here})
        return f"{_address('display')}?{query}"


def chosen(request: HttpRequest, setting: str) -> str:
    """The value of a display setting, '' when none or an unknown one is in the cookie."""
    value = request.COOKIES.get(setting, "")
    return value if value in MODES[setting] else ""


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    name = _user_name(request)
    return {
        "chrome": Chrome(
            site_name=settings.WAGTAIL_SITE_NAME,
            place=getattr(request, "chrome_place", ""),
            nav=tuple(Link(*item) for item in getattr(request, "chrome_nav", ())),
            user_name=name,
            home=_address("work") if name else get_script_prefix(),
            demo=settings.DEMO,
            mode=chosen(request, "mode"),
            contrast=chosen(request, "contrast"),
            here=request.get_full_path(),
            keys_missing=bool(name) and _keyless(),
            user_token=_user_token(request) if name else "",
            offers=_offers(request) if name else (),
            bell=getattr(request, "chrome_bell", None),
            ends=request.session.get(ENDS, 0) if name else 0,
            frame=getattr(request, "chrome_frame", NONE),
        )
    }


def _offers(request: HttpRequest) -> tuple[Any, ...]:
    """On whatever page a person is who may take one; a view may know more of where it leads."""
    try:
        return getattr(request, "chrome_offers", None) or offers(request)
    except Error:
        return ()


def _user_name(request: HttpRequest) -> str:
    """Empty for visitors, and when the database cannot be asked: error pages still show."""
    try:
        user: Any = getattr(request, "user", None)
        return user.get_full_name() if user is not None and user.is_authenticated else ""
    except Error:
        return ""


def begin_time(request: HttpRequest) -> int:
    """The session's time begins now; gives its end in seconds since 1970."""
    ends: int = int(time.time()) + request.session.get_expiry_age()
    request.session[ENDS] = ends
    return ends


def _user_token(request: HttpRequest) -> str:
    """Tells one person's copies on a shared phone from another's, and nothing else."""
    key = str(request.user.pk)
    return salted_hmac("portal.chrome.user", key, algorithm="sha256").hexdigest()[:16]


def _keyless() -> bool:
    try:
        house_keys()
    except KeysMissing:
        return True
    except Error:
        return False
    return False


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return get_script_prefix()
