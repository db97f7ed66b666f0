"""Posts: who holds what on which day, in one query."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils.functional import SimpleLazyObject

from people.models import Body, Place, Post, User
from people.posts import PostView, current_posts, forget_posts

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

SINCE, UNTIL = date(2026, 1, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2025, 12, 31), False),
        (SINCE, True),
        (date(2026, 6, 30), True),
        (UNTIL, False),
    ],
)
def test_the_days_of_a_post(officer: User, village: Place, day: date, held: bool) -> None:
    Post.objects.create(user=officer, role="clerk", place=village, since=SINCE, until=UNTIL)
    assert Post.objects.current(officer, day).exists() is held
    assert bool(current_posts(officer, day)) is held


def test_views(officer: User, village: Place, school: Body, django_assert_num_queries: Any) -> None:
    at_place = Post.objects.create(user=officer, role="clerk", place=village, since=SINCE)
    at_body = Post.objects.create(user=officer, role="head", body=school, since=SINCE)
    nowhere = Post.objects.create(user=officer, role="auditor", since=SINCE)
    with django_assert_num_queries(1):
        views = current_posts(officer, UNTIL)
        assert current_posts(officer, UNTIL) is views
    assert views == (
        PostView(at_place.pk, "clerk", village.path, "", "河湾村", ""),
        PostView(at_body.pk, "head", "", school.key, "", school.name),
        PostView(nowhere.pk, "auditor"),
    )


def test_the_lazy_user_of_a_request(officer: User, django_assert_num_queries: Any) -> None:
    lazy = SimpleLazyObject(lambda: officer)
    with django_assert_num_queries(1):
        assert current_posts(lazy, UNTIL) is current_posts(officer, UNTIL)


def test_the_views_of_another_request_are_fresh(officer: User, village: Place) -> None:
    assert current_posts(officer, UNTIL) == ()
    Post.objects.create(user=officer, role="clerk", place=village, since=SINCE)
    assert current_posts(officer, UNTIL) == ()
    assert len(current_posts(User.objects.get(pk=officer.pk), UNTIL)) == 1
    forget_posts(officer)
    assert len(current_posts(officer, UNTIL)) == 1


def test_nobody_and_the_disabled_hold_nothing(officer: User, village: Place) -> None:
    Post.objects.create(user=officer, role="clerk", place=village, since=SINCE)
    officer.is_active = False
    assert current_posts(AnonymousUser(), UNTIL) == ()
    assert current_posts(officer, UNTIL) == ()


def test_impossible_posts_are_refused_by_the_database(
    officer: User, village: Place, school: Body
) -> None:
    for wrong in ({"place": village, "body": school}, {"until": SINCE - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(user=officer, role="clerk", since=SINCE, **wrong)


def test_a_user_is_called_by_one_name(officer: User) -> None:
    assert officer.get_full_name() == officer.get_short_name() == str(officer) == "安柏"
    assert officer.first_name == "安柏"
    assert User(username="anbo").get_full_name() == "anbo"


def test_an_enrolled_account_has_no_password(db: None) -> None:
    assert not User.objects.enrol("chen", "陈晨").has_usable_password()
