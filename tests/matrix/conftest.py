"""The village, its things and everybody who asks: made once a module, each question undone by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from pypdf import PdfWriter

from tests import conftest as house
from tests.ledgers.tools import undone
from tests.matrix import cast, things
from tests.matrix.cast import Person
from tests.matrix.table import Row, Table, table

PAPERS = (
    "printing.draw printing.draw_blank counts.paper round_writing.printed"
    " keeping.printed slips.house.sheet letters.sheets letter_batches.sheets"
)


@dataclass
class Scene:
    """What there is in the village, what there is in the next one, and who asks for it."""

    table: Table
    things: dict[str, str]
    theirs: dict[str, str]
    people: dict[tuple[str, str], Person]

    def address(self, row: Row) -> str:
        there = [self.things.get(arg, arg) for arg in row.args]
        return reverse(row.name, args=there) + self.named(row.query)

    def named(self, text: str) -> str:
        head, _, name = text.rpartition("=")
        return f"{head}={self.things.get(name, name)}" if head else text

    def posted(self, row: Row) -> dict[str, str]:
        return {name: self.things.get(value, value) for name, value in row.data.items()}


@contextmanager
def once(blocker: Any) -> Iterator[None]:
    """What is made inside is undone at the end; pytest-django knows only tests, not modules."""
    with blocker.unblock():
        house._forget()
        try:
            with transaction.atomic():
                yield
                transaction.set_rollback(True)
        finally:
            house._forget()
            connection.close()


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with once(django_db_blocker):
        found, kept = table(), things.build()
        theirs = things.build("other_village_officer", "柳坪村")
        shown = [kept[name] for name in ("CHILD", "REGISTRATION", "PAIRING", "VISIT")]
        everybody = cast.gather(found.roles, shown)
        yield Scene(found, kept, theirs, everybody)


@pytest.fixture(autouse=True)
def _paper_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may print is asked here, not how it looks."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(out)
    blank: Callable[..., bytes] = lambda *_: out.getvalue()  # noqa: E731
    monkeypatch.setattr("ledgers.rosters.taking.paper", blank)
    for name in PAPERS.split():
        monkeypatch.setattr(f"ledgers.views.{name}", blank)


@pytest.fixture
def rolled_back(scene: Scene) -> Iterator[Scene]:
    with undone():
        yield scene
