"""One small public site a module: every test undoes what it does to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Site

from tests.ledgers.tools import undone
from tests.matrix.conftest import once

from .pages import library


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with once(django_db_blocker):
        yield library()
    Site.clear_site_root_paths_cache()


@pytest.fixture
def site(built: dict[str, Any], django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock(), undone():
        yield {name: type(page).objects.get(pk=page.pk) for name, page in built.items()}
