"""The admin as an editor, a publisher and the keeper of the house meet it: Chinese, and no way out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from forms_catalog.approval import plant_workflow
from forms_catalog.models import FormTemplate, ListTemplate
from people.models import Post
from portal.setup import plant_home
from tests import people

from .reading import english

pytestmark = pytest.mark.django_db
EDITOR = ["", "account/"]
KEEPER = [
    *EDITOR,
    "pages/",
    "images/",
    "documents/",
    "collections/",
    "users/",
    "groups/",
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "workflows/list/",
    "workflows/tasks/index/",
]
NAMES = {"DIBAO", "OTH", "Welcome", "to", "your", "new", "site"}
"""Codes that a template's own note speaks of, and the page that Wagtail came with, now in the history."""


@pytest.fixture
def office(world: Any) -> None:
    """A draft that waits for approval, so that every panel has something to say."""
    plant_workflow()
    plant_home("首页", "", [])
    users = get_user_model().objects
    users.create_superuser("keeper", password=None, name="安若")
    publisher = users.create_user("publisher", password=None, name="高岚")
    Post.objects.create(user=publisher, role="administrator", since=people.SINCE)
    editor = users.get(username="county_admin")
    for model in (FormTemplate, ListTemplate):
        row = model.objects.order_by("key").first()
        row.save_revision(user=editor, log_action=True)
        row.get_workflow().start(model.objects.get(pk=row.pk), editor)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def of_templates() -> list[str]:
    found = []
    for model in (FormTemplate, ListTemplate):
        row = model.objects.order_by("key").first()
        at = f"wagtailsnippets_forms_catalog_{model._meta.model_name}"
        found += [reverse(f"{at}:list"), reverse(f"{at}:add")]
        for name in ("edit", "history", "usage", "workflow_history"):
            found.append(reverse(f"{at}:{name}", args=[row.pk]))
    return found


@pytest.mark.parametrize("name", ["county_admin", "publisher"])
def test_an_editor_reads_chinese(office: None, name: str) -> None:
    client = people.client(name)
    home = reverse("wagtailadmin_home")
    for address in [*(home + at for at in EDITOR), *of_templates()]:
        assert english(read(client, address)) - NAMES == set(), address


@pytest.mark.parametrize("address", KEEPER)
def test_the_keeper_reads_chinese(office: None, address: str) -> None:
    page = read(people.client("keeper"), reverse("wagtailadmin_home") + address)
    names = {"publisher", "keeper", "localhost", *people.PEOPLE}
    assert english(page) - NAMES - {word for name in names for word in name.split("_")} == set()


@pytest.mark.parametrize("name", ["county_admin", "publisher", "keeper"])
def test_no_way_out(office: None, name: str) -> None:
    """No link, picture or script of a host outside; no news of Wagtail, no guide of theirs."""
    client, home = people.client(name), reverse("wagtailadmin_home")
    for address in (home, f"{home}account/"):
        page = read(client, address).replace("http://www.w3.org/", "")
        props = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.S)[1]
        assert not re.search(r"""(?:href|src|action)=["'](?:https?:)?//""", page), address
        assert "//" not in json.dumps(json.loads(props)), address
        assert "gravatar" not in page and "<title>" in page and "Wagtail</title>" not in page


def test_in_and_out_by_our_own_doors(world: Any) -> None:
    home = reverse("wagtailadmin_home")
    assert Client().get(f"{home}login/?next={home}").url == f"{reverse('login')}?next={home}"
    client = people.client("county_admin")
    assert client.get(f"{home}logout/").status_code == 405
    assert client.post(f"{home}logout/").url == reverse("login")
    assert client.get(home).status_code == 302
    assert Client().get(f"{home}password_reset/").status_code == 404


def test_the_script_catalogue_is_ours(world: Any) -> None:
    script = read(people.client("county_admin"), reverse("wagtailadmin_javascript_catalog"))
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\});", script, re.S)[1])
    assert catalogue["Autosave in progress…"] == "正在自动保存……"
    assert catalogue["Add a comment"] == "添加批注"
    assert catalogue["%(num)s error"] == ["%(num)s处错误"]
