"""Prepared queries: compiled once a shape, run with the values of each call."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Place, Post, User
from people.prepared import Given, Prepared

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

DAY = date(2026, 3, 1)


@pytest.fixture
def two(officer: User, village: Place) -> list[Post]:
    return [
        Post.objects.create(user=officer, role=role, place=village, since=DAY)
        for role in ("clerk", "reader")
    ]


def made(times: list[Any], *columns: str) -> Prepared:
    def make(*shape: Any, **given: Any) -> Any:
        times.append(shape)
        return Post.objects.filter(**given).order_by(*shape).values_list(*columns)

    return Prepared(make)


def test_it_is_made_once_and_run_with_every_value(two: list[Post], officer: User) -> None:
    times: list[Any] = []
    ask = made(times, "role", "since")
    assert [tuple(row) for row in ask("id", role="clerk")] == [("clerk", DAY)]
    assert [tuple(row) for row in ask("id", role="reader")] == [("reader", DAY)]
    assert ask("id", role="nobody") == []
    assert times == [("id",)]
    assert [row[0] for row in ask("-id", user=officer.pk)] == ["reader", "clerk"]
    assert times == [("id",), ("-id",)]


def test_a_day_and_a_list_that_is_longer_or_shorter(two: list[Post]) -> None:
    times: list[Any] = []
    ask = made(times, "role")
    assert len(ask("id", since=DAY, role__in=["clerk", "reader"])) == 2
    assert len(ask("id", since=DAY, role__in=["reader", "clerk"])) == 2
    assert len(ask("id", since=DAY, role__in=["reader"])) == 1
    assert ask("id", since=DAY, role__in=[]) == []
    assert len(times) == 3


def test_rows_are_read_anew(two: list[Post]) -> None:
    ask = made([], "role")
    assert len(ask("id", since=DAY)) == 2
    two[0].delete()
    assert len(ask("id", since=DAY)) == 1


def test_one_query_with_the_values_as_parameters(two: list[Post]) -> None:
    ask = made([], "role")
    nasty = "x' OR '1'='1"
    with CaptureQueriesContext(connection) as met:
        assert ask("id", role=nasty) == []
    assert len(met.captured_queries) == 1
    assert ask("id", role="100%") == []


def test_a_list_without_anything_asks_nothing(two: list[Post]) -> None:
    with CaptureQueriesContext(connection) as met:
        assert made([], "role")("id", role__in=()) == []
    assert met.captured_queries == []
    with pytest.raises(EmptyResultSet):
        Given().as_sql()
