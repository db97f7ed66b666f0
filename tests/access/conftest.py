"""What the tests of signing in share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from people.models import AccessPass, CodeTries, TrustedPhone


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The prepared people, with real commits for threads; what was written is swept away."""
    from tests import people

    with django_db_blocker.unblock():
        try:
            yield people.world()
        finally:
            for model in (AccessPass, TrustedPhone, CodeTries):
                model.objects.all().delete()
            connection.close()
