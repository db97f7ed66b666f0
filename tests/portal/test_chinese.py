"""The admin speaks Chinese: Wagtail's catalogues, ours, and the pages an editor meets."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Message
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JavaScriptCatalog

from .catalogue import DOMAINS, FOLDER, compiled, read

WAGTAIL = Path(wagtail.__file__).parent
NOT_INSTALLED = {"forms", "search_promotions", "simple_translation", "styleguide"}
NOT_INSTALLED |= {"table_block", "typed_table_block", "locales"}
BESIDE = {"guide_link", "editor_guide_link"}
"""Placeholders that a sentence of ours may leave out: addresses of hosts outside."""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@cache
def _english(domain: str) -> list[Message]:
    found = []
    for path in sorted(WAGTAIL.glob(f"**/locale/en/LC_MESSAGES/{domain}.po")):
        if path.parents[3].name not in NOT_INSTALLED:
            found += [message for message in read(path, "en") if message.id]
    return found


@cache
def _spoken(domain: str) -> DjangoTranslation:
    """As Django and the script catalogue of the admin put their layers together."""
    if domain == "django":
        return DjangoTranslation("zh-hans")
    paths = JavaScriptCatalog().get_paths(["wagtail.admin"])
    return DjangoTranslation("zh-hans", domain=domain, localedirs=paths)


def _said(domain: str, message: Message) -> str:
    key = f"{message.context}\x04{_one(message)}" if message.context else _one(message)
    if isinstance(message.id, str):
        return _spoken(domain)._catalog.get(key, "")
    return _spoken(domain)._catalog.plural(key, 2)


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled(domain: str) -> None:
    """`python -m tests.portal.catalogue` was run after the last change."""
    assert (FOLDER / f"{domain}.mo").read_bytes() == compiled(domain)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_word_of_wagtail_is_said(domain: str) -> None:
    messages = _english(domain)
    assert len(messages) > 50
    same = {"ID", "URL", "Wagtail API v3", "Wagtail API v2"}
    silent = {_one(m) for m in messages if _said(domain, m) in ("", _one(m))}
    assert {words for words in silent if re.search(r"[A-Za-z]", _bare(words))} <= same


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_translated_that_nobody_asks_for(domain: str) -> None:
    """An upgrade of Wagtail drops sentences; ours go with them."""
    asked = {(m.context, _one(m)) for m in _english(domain)}
    ours = {(m.context, _one(m)) for m in read(FOLDER / f"{domain}.po") if m.id}
    assert ours - asked == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_agree(domain: str) -> None:
    ours = [m for m in read(FOLDER / f"{domain}.po") if m.id]
    assert ours and not any(m.fuzzy for m in ours)
    for message in ours:
        asked = set().union(*map(_names, _forms(message.id)))
        for words in _forms(message.string):
            assert words and _names(words) <= asked, message.id
            assert asked - _names(words) <= BESIDE | _plural_only(message), message.id


def _forms(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _names(words: str) -> set[str]:
    return {one or other for one, other in PLACEHOLDER.findall(words)}


def _plural_only(message: Message) -> set[str]:
    """What only one of the two English forms names; Chinese has one form for both."""
    if isinstance(message.id, str):
        return set()
    return _names(message.id[0]) ^ _names(message.id[1])


def _bare(words: str) -> str:
    return re.sub(r"<[^>]*>", "", PLACEHOLDER.sub("", words))


@pytest.mark.parametrize("domain", DOMAINS)
def test_our_sentences_are_chinese(domain: str) -> None:
    """No English left in them but names; no mark of the other alphabet beside a Chinese word."""
    names = {"Wagtail", "JavaScript", "API", "v3", "URL", "Excel", "CSV", "b", "br"}
    for message in read(FOLDER / f"{domain}.po"):
        for words in _forms(message.string) if message.id else ():
            left = set(re.findall(r"[A-Za-z]\w+", _bare(words)))
            assert left <= names, (message.id, left)
            assert not re.search(r"[一-鿿][,;:!?]|工作流|片段|评论", words), message.id
