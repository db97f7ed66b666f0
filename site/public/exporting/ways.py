"""Addresses of the site as files of a folder, and how one file names another wherever the folder lies."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.urls import get_script_prefix, reverse

LOOKS = ("", "care")
"""The looks that are written, each into a folder of its own; contrast and dark follow the device."""


def way_of(address: str) -> str:
    """What stands behind the prefix that the site is mounted under."""
    return urlsplit(address).path.removeprefix(get_script_prefix())


def ours(address: str) -> bool:
    return address.startswith(get_script_prefix()) and not address.startswith("//")


def is_static(address: str) -> bool:
    return address.startswith(settings.STATIC_URL)


def static_way(address: str) -> str:
    return f"static/{unquote(urlsplit(address).path).removeprefix(settings.STATIC_URL)}"


def served(name: str) -> bool:
    """Whether an address needs a server: the search, the sign-in, papers made on request."""
    named = ("site-search", "site-reply", "login", "site-feed", "site-map", "site-handbook")
    return name.startswith((*(way_of(reverse(one)) for one in named), "paper/", "send/"))


def file_of(look: str, way: str) -> str:
    return str(PurePosixPath(look, *unquote(way).split("/"), "index.html"))


def switched(address: str, look: str) -> str:
    """The same page in the look that a switch leads to; other switches lead to the page itself."""
    query = parse_qs(urlsplit(address).query, keep_blank_values=True)
    wanted = query.get("mode", [look])[0]
    return file_of(wanted if wanted in LOOKS else look, way_of(query.get("next", ["/"])[0]))


def relative(start: str, to: str) -> str:
    return "../" * start.count("/") + to
