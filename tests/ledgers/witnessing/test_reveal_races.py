"""Several of one person at once: the limit of a day holds on whatever worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forms_catalog.problems import Refused
from ledgers.witnessing.revealing import revealable, revealed
from tests import people
from tests.ledgers.conftest import open_club
from tests.ledgers.editions import as_seen, member
from tests.ledgers.tools import together, user
from tests.ledgers.witnessing.tools import events, ledger

pytestmark = pytest.mark.storage


@pytest.fixture
def settled(committed: Any, keyfile: Path) -> Any:
    open_club()
    committed.users |= people.world().users
    ledger()
    return committed, member(committed.users["clerk"], committed)


def test_two_at_once_are_counted_one_after_the_other(settled: Any, rf: Any, settings: Any) -> None:
    """The last of the day is given once, whoever asks on which worker."""
    _, kept = settled
    settings.REVEALS_A_DAY = 3

    def once() -> str:
        asker = user("clerk")
        item = as_seen(asker, kept)
        request = rf.post("/")
        request.user = asker
        request.resolver_match = type("Match", (), {"url_name": "reveal"})()
        question = revealable(item)["phone"]
        try:
            revealed(request, item, question, "要看")
        except Refused as found:
            return found.problems[0].code
        return "shown"

    found = together(*[once] * 6)
    assert sorted(map(str, found)) == ["reveal.too-many"] * 3 + ["shown"] * 3
    assert len(events(kind="reveal")) == 3
