"""Without the keys, or with another house's: staff are told so kindly, the public sees its pages."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from ledgers.chores.renewed_keys import renewed_keys
from ledgers.models import Change, Draft, File, Record
from ledgers.sealing import forget_keys
from ledgers.worker import enqueue, status
from tests import people
from tests.asked import OPEN, TABLE
from tests.made import href
from tests.test_pages import _paper_is_drawn_once, made

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
__all__ = ["_paper_is_drawn_once", "made"]  # the fixtures of all pages
WORDS = ("存放密钥的文件找不到", "密钥文件")
TOLD = {"draft-save"}
"""Asked by scripts: they are told in JSON."""


def strange(path: Path) -> None:
    """The same names, other keys."""
    ring = json.loads(path.read_text())
    other = {
        use: {name: base64.b64encode(bytes([n + 1]) * 32).decode() for n, name in enumerate(held)}
        for use, held in ring.items()
    }
    path.write_text(json.dumps(other))


WAYS: dict[str, Callable[[Path], Any]] = {
    "missing": lambda path: path.unlink(),
    "foreign": strange,
    "broken": lambda path: path.write_text("{"),
}


@pytest.fixture(params=WAYS)
def keyless(request: Any, made: dict[str, str], keyfile: Path) -> dict[str, str]:
    """Everything is there, and then the keys are not."""
    WAYS[request.param](keyfile)
    forget_keys()
    return made


def said(client: Client, method: str, address: str) -> tuple[int, str]:
    found = getattr(client, method)(address)
    streamed = getattr(found, "streaming", False)
    body = b"".join(found.streaming_content) if streamed else found.content
    return found.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("who", people.PEOPLE)
def test_no_page_falls(keyless: dict[str, str], who: str) -> None:
    """Every address: as ever where no key is needed, else 503 and what is to be done."""
    browser, asked = people.client(who), 0
    before = (count(Record), count(Change), count(Draft), count(File))
    for row in TABLE:
        for method in ("get", "post"):
            code, body = said(browser, method, href(keyless, *row))
            assert code < 500 or code == 503, (row, method, code)
            if code == 503 and row[0] not in TOLD:
                assert any(word in body for word in WORDS), (row, method)
            asked += code == 503
    assert (count(Record), count(Change), count(File)) == (before[0], before[1], before[3])
    assert count(Draft) <= before[2]
    assert asked or who == "citizen"


def count(model: Any) -> int:
    return int(model._base_manager.count())


@pytest.mark.parametrize("address", ["/", "/login/"])
def test_the_public_sees_its_pages(keyless: dict[str, str], address: str) -> None:
    assert "login" in OPEN
    code, body = said(people.client("citizen"), "get", address)
    assert code == 200 and "找不到" not in body


def test_the_page_says_what_to_do(keyless: dict[str, str]) -> None:
    code, body = said(people.client("village_officer"), "get", href(keyless, "record", "UID"))
    assert code == 503 and "不要新建密钥" in body and "备份" in body


def test_it_heals_by_itself(made: dict[str, str], keyfile: Path) -> None:
    whole = keyfile.read_bytes()
    browser, address = people.client("village_officer"), href(made, "record", "UID")
    keyfile.unlink()
    assert said(browser, "get", address)[0] == 503
    keyfile.write_bytes(whole)
    assert said(browser, "get", address)[0] == 200


def test_what_the_background_does_waits(keyless: dict[str, str]) -> None:
    """Tried again later, and nothing of it lost."""
    task = enqueue(renewed_keys, asked_by=None)
    call_command("worker", "--once")
    found = status(task)
    assert found and not found.over and found.again
