"""The pages that the pack brings: put up once, never over an editor's words, found by what people ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page, Revision

from forms_catalog.problems import Refused
from portal.models import HomePage
from portal.setup import plant_home
from public.models import AnswerPage, LawPage, Passage, Shipped
from public.search import indexing
from public.search.finding import as_written, find
from public.shipping import ship
from public.shipping.reading import read
from tests.ledgers.tools import undone
from tests.matrix.conftest import once
from tests.pace import worked

from .corpus import corpus

pytestmark = [pytest.mark.storage, pytest.mark.seldom]
PACK = Path(settings.PACKS_DIR) / settings.PACK
ASKED = [
    tuple(part.strip() for part in line.split("|"))
    for line in Path(__file__).with_name("asked.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    with once(django_db_blocker):
        yield [step.what for step in ship(PACK)]


@pytest.fixture
def pages(shipped: list[str], django_db_blocker: Any) -> Iterator[dict[str, Page]]:
    with django_db_blocker.unblock(), undone():
        rows = Shipped.objects.select_related("page")
        yield {row.key: row.page for row in rows if row.page}


def test_there_is_as_much_as_was_promised(shipped: list[str], pages: dict[str, Page]) -> None:
    assert set(shipped) == {"new"} and len(shipped) == len(pages)
    laws = LawPage.objects.all()
    assert len(laws) >= 8 and sum(len(law.words) for law in laws) >= 60
    assert all(law.statute.newest and law.in_force and law.checked_on for law in laws)
    assert AnswerPage.objects.count() >= 28
    situations = [
        part for part in pages["topics/report"].specific.body if part.block_type == "steps"
    ]
    assert len(situations[0].value) == 9


def test_a_second_time_changes_nothing(pages: dict[str, Page]) -> None:
    before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    assert {step.what for step in ship(PACK)} == {"same"}
    assert {page.pk: page.latest_revision_id for page in Page.objects.all()} == before


def told(pack: Path) -> dict[str, str]:
    return {step.key: step.what for step in ship(pack) if step.what != "same"}


def rewritten(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    for file in (PACK / "pages" / "home.yaml", *(PACK / "public").glob("*.yaml")):
        text = file.read_text()
        for old, new in changes:
            text = text.replace(old, new)
        there = tmp_path / file.relative_to(PACK)
        there.parent.mkdir(exist_ok=True)
        there.write_text(text)
    return tmp_path


def test_a_later_pack_goes_round_what_an_editor_changed(
    pages: dict[str, Page], tmp_path: Path
) -> None:
    keys = ("answers/shop", "answers/water", "answers/marry", "answers/sad")
    edited, drafted, gone, left = (pages[key].specific for key in keys)
    edited.search_description = "本县的话"
    edited.save_revision().publish()
    drafted.title = "还没发布"
    drafted.save_revision()
    gone.delete()
    later = rewritten(tmp_path, *((page.title, page.title + "？") for page in (edited, left)))
    text = (later / "public" / "answers.yaml").read_text()
    text = text.replace("夏天<wbr>怎么防溺水", "防溺水").replace("能订婚结婚吗", "能结婚吗")
    (later / "public" / "answers.yaml").write_text(text)
    assert told(later) == {
        "answers/shop": "kept",
        "answers/water": "kept",
        "answers/marry": "kept",
        "answers/sad": "changed",
    }
    assert not AnswerPage.objects.filter(slug="marry").exists()
    assert AnswerPage.objects.get(slug="shop").search_description == "本县的话"
    assert AnswerPage.objects.get(slug="sad").title.endswith("？")


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_front_page_from_before_the_pack(pages: dict[str, Page], by_hand: bool) -> None:
    """One that a command planted gives way; one that a person wrote on, or began to, is theirs."""
    Shipped.objects.filter(key="").delete()
    home = plant_home("以前的首页", "以前的话", [])
    if by_hand:
        writer = get_user_model().objects.create_user("writer")
        home.save_revision(user=writer, log_action=True)
        Revision.objects.filter(user=writer).update(user=None)  # who left is known by the log alone
    assert {step.what for step in ship(PACK) if step.key == "home"} == {
        "kept" if by_hand else "new"
    }
    home.refresh_from_db()
    assert (home.title == "以前的首页") is by_hand
    assert told(PACK) == ({"home": "kept"} if by_hand else {})


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("type: answer", "type: answers", "pages.unknown-type"),
        ("[guides/entrust]", "[guides/nothing]", "pages.unknown-page"),
        ("- steps:", "- stairs:", "pages.bad-part"),
        ("answers/alone:", "answers/alone: [", "pages.no-yaml"),
    ],
)
def test_a_faulty_pack_is_refused_whole(tmp_path: Path, old: str, new: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(rewritten(tmp_path, (old, new)))
    assert {problem.code for problem in refused.value.problems} == {code}


def test_no_link_of_a_page_leads_nowhere(pages: dict[str, Page]) -> None:
    client, seen, articles, waiting = Client(), set[str](), set[str](), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        found = set(re.findall(r'href="(/[^"#?]*)', response.content.decode()))
        articles |= {one for one in found if "/articles/" in one}
        waiting += [
            one for one in found - articles if not re.match(r"/(static|display|login|paper)/", one)
        ]
    assert len(seen) > len(pages)
    known = {law.url: law.statute for law in LawPage.objects.all()}
    for address in articles:
        law, _, key = address.rstrip("/").rpartition("articles/")
        assert known[law].article(key), address


def ways(query: str) -> list[str]:
    home = HomePage.objects.get()
    found = [one.passage.page.url_path for one in find(as_written(query))[:3]]
    return [path.removeprefix(home.url_path).strip("/") for path in found]


@pytest.mark.parametrize(("query", "wanted"), ASKED)
def test_the_right_page_is_among_the_first_three(
    pages: dict[str, Page], query: str, wanted: str
) -> None:
    assert set(ways(query)) & set(wanted.split()), ways(query)


def test_a_search_among_eighteen_statutes_is_quick_and_right(pages: dict[str, Page]) -> None:
    texts, real = corpus()
    known = {law.full_name.removeprefix("中华人民共和国"): law for law in LawPage.objects.all()}
    for at, (name, text) in enumerate(texts.items()):
        law = known.get(name) or pages["laws"].add_child(
            instance=LawPage(title=name, slug=f"statute-{at}")
        )
        law.text = text
        law.save()
        indexing.put(law)
    assert len(texts) == 18 and Passage.objects.exclude(anchor="").count() >= 1300
    began, wrong = process_time(), []
    for query, wanted in ASKED:
        if not set(ways(query)) & set(wanted.split()):
            wrong.append(query)
    assert worked(began) / len(ASKED) < 0.03
    assert wrong == [], real
