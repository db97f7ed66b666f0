"""What a post allows beside the ledgers, from its first day to its last."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from ledgers.clock import today
from ledgers.rights import EDIT, PUBLISH, PostRights, rights
from ledgers.views import frame
from people.models import Post
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DAY = dt.timedelta(days=1)
NONE: frozenset[str] = frozenset()


def fresh(name):
    return get_user_model().objects.get(username=name)


def holder(*roles, since=people.SINCE, until=None, **made):
    user = get_user_model().objects.create_user("holder", password=None, **made)
    for role in roles:
        Post.objects.create(user=user, role=role, since=since, until=until)
    return fresh("holder")


@pytest.mark.parametrize(
    ("roles", "given"),
    [
        (["village_director"], set()),
        (["no_such_role"], set()),
        (["county_office"], {"accounts", "templates", "approve_export"}),
        (["administrator"], {"accounts", "templates", "publish", "keys"}),
        (["inspector", "county_office"], {"accounts", "templates", "approve_export"}),
    ],
)
def test_rights_of_posts(world, roles, given):
    assert rights(holder(*roles)) == given


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [(["village_director"], NONE), (["county_office"], EDIT), (["administrator"], PUBLISH)],
)
def test_permissions_of_posts(world, roles, allowed):
    user = holder(*roles)
    assert {name for name in PUBLISH if user.has_perm(name)} == allowed
    assert user.get_all_permissions() == allowed


@pytest.mark.parametrize("model", ["formtemplate", "listtemplate"])
def test_nobody_deletes_and_editors_do_not_publish(world, model):
    editor, publisher = fresh("county_admin"), holder("administrator")
    assert not publisher.has_perm(f"forms_catalog.delete_{model}")
    assert publisher.has_perm(f"forms_catalog.publish_{model}")
    assert editor.has_perm(f"forms_catalog.change_{model}")
    assert not editor.has_perm(f"forms_catalog.publish_{model}")


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (-9 * DAY, None, True),
        (0 * DAY, None, True),
        (-9 * DAY, DAY, True),
        (-9 * DAY, 0 * DAY, False),
        (-9 * DAY, -DAY, False),
        (DAY, None, False),
    ],
)
def test_only_while_the_post_is_held(world, since, until, holds):
    until = None if until is None else today() + until
    user = holder("administrator", since=today() + since, until=until)
    assert bool(rights(user)) is holds
    assert user.has_perm("wagtailadmin.access_admin") is holds


def test_who_has_left_or_never_came_in(world):
    assert rights(holder("administrator", is_active=False)) == NONE
    assert rights(AnonymousUser()) == NONE
    assert not AnonymousUser().has_perm("wagtailadmin.access_admin")


def test_a_superuser_needs_no_post(world):
    user = get_user_model().objects.create_superuser("root", password=None)
    assert user.has_perms(PUBLISH) and user.has_perm("forms_catalog.delete_formtemplate")


def test_questions_that_are_not_ours_cost_nothing(world, django_assert_num_queries):
    user = holder("administrator")
    with django_assert_num_queries(0):
        assert not PostRights().has_perm(user, "wagtailcore.add_site")
        assert not PostRights().has_perm(user, "forms_catalog.change_formtemplate", obj=user)
    rights(user)
    with django_assert_num_queries(0):
        assert user.has_perms(PUBLISH) and rights(user)


@pytest.mark.parametrize("name", people.PEOPLE[:4])
def test_the_way_to_the_templates(world, monkeypatch, name):
    """Who edits templates finds them in the navigation; nobody else is told of them."""
    monkeypatch.setattr(frame, "TEMPLATES", "display")
    page = people.client(name).get(reverse("work")).content.decode()
    nav = re.search(r'<nav class="nav.*?</nav>', page, re.S)[0]
    assert (f'href="{reverse("display")}"' in nav) is (name == "county_admin")
    assert nav.count("<a ") <= 5


def test_no_way_where_no_templates_are_edited(world, monkeypatch):
    monkeypatch.setattr(frame, "TEMPLATES", "no-such-address")
    assert people.client("county_admin").get(reverse("work")).status_code == 200
