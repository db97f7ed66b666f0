"""A member of the club with a number that is guarded, and browsers of those who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import people
from tests.ledgers.editions import member


@pytest.fixture
def clerk(club: Any) -> Any:
    return club.users["clerk"]


@pytest.fixture
def kept(club: Any, clerk: Any) -> Any:
    return member(clerk, club, id_card="990121201301110025", remark="左手")


@pytest.fixture
def desk(clerk: Any) -> Client:
    return people.client("clerk")
