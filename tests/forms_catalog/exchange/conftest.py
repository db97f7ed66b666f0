"""Plugs the fake places, bodies and records in, and takes them out again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forms_catalog.ports import ports
from tests.forms_catalog.fakes import FakeFiles, FakePlaces, FakeRecords


@pytest.fixture(autouse=True, scope="package")
def plugged() -> Iterator[None]:
    before = dict(vars(ports))
    ports.places, ports.records, ports.files = FakePlaces(), FakeRecords(), FakeFiles()
    yield
    vars(ports).clear()
    vars(ports).update(before)
