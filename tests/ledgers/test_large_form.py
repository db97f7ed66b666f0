"""The largest form that may be: 1,000 questions with logic, filled, checked, kept, printed, edited."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ledgers.models import Record
from tests.forms_catalog import large

from .filling import Controls, Hand
from .forms import folder, take_into_use

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


class Watch:
    """CPU milliseconds of what was done, by name."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        start = time.process_time()
        yield
        self.took[what] = (time.process_time() - start) * 1000
        print(f"{what:30} {self.took[what]:8.0f} ms")

    def best(self, what: str, call: Callable[[], Any], times: int = 3) -> Any:
        taken = []
        for _ in range(times):
            start = time.process_time()
            got = call()
            taken.append((time.process_time() - start) * 1000)
        self.took[what] = min(taken)
        print(f"{what:30} {min(taken):8.0f} ms  (first {taken[0]:.0f})")
        return got

@pytest.fixture
def watch() -> Watch:
    return Watch()


def posted() -> dict[str, Any]:
    """The answers as a browser posts them."""
    found: dict[str, Any] = {}
    for name, answer in large.answers().items():
        if name[0] == "d":
            found |= dict(zip((f"{name}-{box}" for box in "ymd"), ("2026", "3", "1"), strict=True))
        else:
            found[name] = str(answer)
    return found


def test_whole(world: Any, tmp_path: Path, watch: Watch) -> None:
    print("")
    with watch("write pack"):
        found = folder(tmp_path, large.template())
    with watch("check"):
        found.check()
    with watch("use"):
        take_into_use(found)
    hand = Hand("worker")
    watch.best("first page", lambda: hand.open("/ledgers/larges/new/pages/"))
    assert hand.status == 200
    with watch("post first page"):
        hand.press(c0_0="M", n0_1="40", t0_2="甲", d0_3__y="2026", d0_3__m="3", d0_3__d="1")
    print(hand.at, hand.status)
    watch.best("second page", hand.again)
    watch.best("middle page", lambda: hand.open(hand.step("s25-2")))
    with watch("post middle page"):
        hand.press()
    watch.best("whole page", lambda: hand.open(f"/drafts/{hand.uid}/all/"))
    with watch("parse"):
        n = len(hand.controls.names)
    print(n, len(hand.html))
    with watch("post whole page kept"):
        hand.press(go="later", **{k.replace('-', '__'): v for k, v in posted().items()})
    print(hand.at, hand.status)
    import re
    uid = re.search("/drafts/([0-9a-f-]{36})/", hand.html)[1]
    watch.best("full wizard page", lambda: hand.open(f"/drafts/{uid}/s25-2/"))
    watch.best("full whole page", lambda: hand.open(f"/drafts/{uid}/all/"))
    watch.best("check page", lambda: hand.open(f"/drafts/{uid}/check/"))
    with watch("submit"):
        hand.press()
    print(hand.at, hand.status, re.findall("errs-h.*", hand.html))
    record = Record.objects.unscoped("test").get(ledger__key="larges")
    at = f"/records/{record.uid}/"
    watch.best("record", lambda: hand.open(at))
    watch.best("edit", lambda: hand.open(at + "edit/"))
    with watch("post edit"):
        hand.press(n25_1="41")
    print(hand.at, hand.status)
    watch.best("record", lambda: hand.open(at))
    with watch("blank"):
        print(len(hand.client.get("/ledgers/larges/blank.pdf").content))
    with watch("print"):
        print(len(hand.client.get(at + "print.pdf").content))
    watch.best("work", lambda: hand.open("/work/"))
    watch.best("ledger", lambda: hand.open("/ledgers/larges/"))
