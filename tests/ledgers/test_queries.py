"""Lists: the same order on both databases, narrowed by place, state and text, cheap to ask."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledgers import queries
from ledgers.clock import today
from ledgers.ids import show_number
from ledgers.models import Record, Share
from ledgers.queries import PAGE, Ask
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import child, label, many, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ROWS = [
    # name, class_name, birth_date, sibling_count, hukou_type
    ("安晨", "b", "2015-01-01", 10, "RURAL"),
    ("罗安", None, "2013-05-05", None, "URBAN"),
    ("艾力·安", "B", "2014-01-01", 9, "RURAL"),
    ("José安", "ä", "2013-05-05", 2, "URBAN"),
    ("陈安", "1班", "2012-01-01", 0, "RURAL"),
]


@pytest.fixture
def five(officer):
    kept = []
    for number, (name, class_name, born, siblings, hukou) in enumerate(ROWS):
        given = child(number, name=name, class_name=class_name, sibling_count=siblings)
        given |= {"birth_date": born, "hukou_type": hukou, "mother_name": {"$missing": "unknown"}}
        given |= {"id_mismatch_reason": "户口簿上登记错了"}
        kept.append(send(officer, Part("children", given)).records[0])
    return kept


def found(user, ledger="children", **ask):
    page = queries.listing(user, live(ledger), Ask(**ask))
    return [record.answers.get("name") for record in page.records]


def order(sort):
    return [next(n for n, line in enumerate(ROWS) if line[0] == name) for name in sort]


SORTS = {
    "": [4, 3, 2, 1, 0],
    "_created": [0, 1, 2, 3, 4],
    "-_created": [4, 3, 2, 1, 0],
    "birth_date": [4, 3, 1, 2, 0],
    "-birth_date": [0, 2, 3, 1, 4],
    "class_name": [4, 2, 0, 3, 1],
    "-class_name": [3, 0, 2, 4, 1],
    "sibling_count": [4, 3, 2, 0, 1],
    "-sibling_count": [0, 2, 3, 4, 1],
    "name": [3, 0, 1, 2, 4],
    "hukou_type": [4, 2, 0, 3, 1],
    "_place": [4, 3, 2, 1, 0],
    "_state": [4, 3, 2, 1, 0],
    "nonsense": [4, 3, 2, 1, 0],
    "id_card": [4, 3, 2, 1, 0],
    "answers__id_card": [4, 3, 2, 1, 0],
}


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_says_where_nothing_stands(officer, five, sort):
    """NULLs last, either way; equals by age; the same on both databases."""
    assert order(found(officer, sort=sort)) == SORTS[sort]


TEXTS = [
    ("安晨", {"安晨"}),
    ("安", {"安晨", "罗安", "艾力·安", "José安", "陈安"}),
    ("罗安", {"罗安"}),
    ("1班", {"陈安"}),
    ("力·", {"艾力·安"}),
    ("没有的", set()),
    ("%", set()),
    ("_", set()),
    ("\\", set()),
    ("'", set()),
    ("\x00", set()),
    ("安\x00", set()),
    ("😀", set()),
    ("长" * 300, set()),
    ("!unknown", {"安晨", "罗安", "艾力·安", "José安", "陈安"}),
]


@pytest.mark.parametrize(("text", "names"), TEXTS, ids=label)
def test_text(officer, five, text, names):
    assert set(found(officer, text=text)) == names


def test_the_number_of_a_record_in_any_spelling(officer, five):
    number = row(five[2]).number
    shown = show_number(number)
    like = number.translate(str.maketrans("102", "IOZ"))
    for text in (
        number,
        shown,
        shown.lower(),
        f" {shown} ",
        shown.replace("-", "—"),
        like,
        "　".join(number),
    ):
        assert found(officer, text=text) == ["艾力·安"], text


def test_the_number_out_of_sight(world, officer, five):
    stranger = world.users["other_village_officer"]
    assert found(stranger, text=row(five[0]).number) == []


def test_a_sealed_identity(world, officer, five):
    card = child(1)["id_card"]
    assert found(officer, text=card, found={"id_card": card}) == ["罗安"]
    assert found(officer, text=card[:-1], found={}) == [], "no part of it is found"
    assert found(world.users["other_village_officer"], text=card, found={"id_card": card}) == []


def test_a_linked_record_by_the_name_of_its_target(world, officer):
    people.register(officer)
    page = queries.listing(officer, live("left_behind"), Ask(text="罗安"))
    assert [record.ledger_id for record in page.records] == [live("left_behind").id]
    assert queries.listing(officer, live("left_behind"), Ask(text="陈")).total == 0
    stranger = world.users["other_village_officer"]
    assert queries.listing(stranger, live("left_behind"), Ask(text="罗安")).total == 0


def test_a_name_of_a_target_out_of_sight_is_no_oracle(world, officer):
    """A share of the registration does not let its holder search by the person's name."""
    kept = people.register(officer).records[1]
    holder = world.users["other_village_officer"]
    Share.objects.create(record=row(kept), user=holder, since=today(), reason="x")
    assert queries.listing(holder, live("left_behind"), Ask()).total == 1
    assert queries.listing(holder, live("left_behind"), Ask(text="罗安")).total == 0


def test_place_and_state(world, officer, five):
    supervisor = world.users["township_supervisor"]
    other = world.users["other_village_officer"]
    place = world.places["柳坪村"].path
    there = child(9, name="安柏", hukou_place=place, residence_place=place)
    kept = send(other, Part("children", there)).records[0]
    assert send(supervisor, Part("children", {}, kept.uid, "verify")).ok
    assert found(supervisor, place=place) == ["安柏"]
    assert len(found(supervisor, place=world.places["枫树坪镇"].path)) == 6
    assert found(officer, place=place) == [], "a filter does not widen"
    assert found(supervisor, state="VERIFIED") == ["安柏"]
    assert queries.state_counts(supervisor, live("children")) == {"SUBMITTED": 5, "VERIFIED": 1}
    assert queries.state_counts(supervisor, live("children"), place) == {"VERIFIED": 1}
    assert queries.state_counts(officer, live("children")) == {"SUBMITTED": 5}


@pytest.mark.parametrize(
    "uid", ["", "x", "0" * 32, "\x00", None, "01900000-0000-7000-8000-000000000001"]
)
def test_no_such_record(officer, uid):
    assert queries.record(officer, uid) is None


def test_a_record_out_of_sight_does_not_exist(world, officer):
    one, two = people.register(officer).records
    stranger = world.users["other_village_officer"]
    assert queries.record(officer, one.uid).number == one.number
    assert queries.record(officer, one.uid, live("left_behind")) is None
    assert queries.record(stranger, one.uid) is None
    assert queries.by_uids(stranger, [one.uid, two.uid]) == {}
    assert set(queries.by_uids(officer, [one.uid, "", two.uid])) == {one.uid, two.uid}
    assert [str(r.uid) for r in queries.linked_from(officer, row(one))] == [two.uid]
    assert queries.linked_from(stranger, row(one)) == []
    assert len(queries.recent(officer)) == 2 and queries.recent(stranger) == []
    assert queries.candidates(stranger, live("children"), "罗安", 9) == []


def test_pages(world, officer):
    many(world.places["河湾村"].path, 2 * PAGE + 5)
    ledger = live("children")
    pages = [queries.listing(officer, ledger, Ask(sort="birth_date", page=n)) for n in (1, 2, 3)]
    assert [len(page.records) for page in pages] == [PAGE, PAGE, 5]
    assert {(page.total, page.pages) for page in pages} == {(2 * PAGE + 5, 3)}
    every = [record.id for page in pages for record in page.records]
    assert len(set(every)) == 2 * PAGE + 5, "equal dates do not fall between two pages"
    for wild, number in ((0, 1), (-3, 1), (4, 3), (10**9, 3)):
        assert queries.listing(officer, ledger, Ask(page=wild)).number == number
    assert queries.listing(officer, ledger, Ask(text="没有的")).pages == 1


def test_counting_stops(world, officer, monkeypatch):
    monkeypatch.setattr("ledgers.queries.lists.COUNTED", PAGE * 2)
    many(world.places["河湾村"].path, 2 * PAGE + 5)
    page = queries.listing(officer, live("children"), Ask(page=99))
    assert (page.total, page.number) == (2 * PAGE + 1, 3)
    monkeypatch.setattr("ledgers.queries.lists.MOST_PAGES", 2)
    page = queries.listing(officer, live("children"), Ask(page=99))
    assert (page.pages, page.number, len(page.records)) == (2, 2, PAGE)


def test_a_large_ledger_is_not_counted_by_state(world, officer, five, monkeypatch):
    """Nor by a page: the numbers are left out, what may be counted in a place still is."""
    county, ledger = world.users["county_admin"], live("children")
    assert queries.state_counts(county, ledger) == {"SUBMITTED": 5}
    monkeypatch.setattr("ledgers.queries.lists.LARGE", 4)
    assert queries.state_counts(county, ledger) is None
    assert queries.state_counts(county, ledger, world.places["河湾村"].path) == {"SUBMITTED": 5}
    assert queries.state_counts(officer, ledger) == {"SUBMITTED": 5}


def test_records_without_a_day_come_last_where_an_index_gives_the_order(world, five, monkeypatch):
    """Page by page: those with a day, then the others, none twice and none left out."""
    county, ledger = world.users["county_admin"], live("children")
    slot = ledger.slots["birth_date"]
    blank = [row(five[n]).pk for n in (1, 4)]
    Record.objects.unscoped("test").filter(pk__in=blank).update(**{slot: None})
    monkeypatch.setattr("ledgers.queries.lists.PAGE", 2)
    for sort, expected in (("-birth_date", [0, 2, 3, 4, 1]), ("birth_date", [3, 2, 0, 4, 1])):
        pages = [queries.listing(county, ledger, Ask(sort=sort, page=n)).records for n in (1, 2, 3)]
        names = [record.answers["name"] for records in pages for record in records]
        assert order(names) == expected


@pytest.mark.parametrize("name", ["village_officer", "township_supervisor", "county_admin"])
@pytest.mark.parametrize("page", [1, 2])
def test_the_number_of_queries_is_constant(world, name, page):
    """However many records: the scope, the roots, the count, the ids, the rows."""
    asked = []
    for number in (PAGE + 1, PAGE, PAGE * 2):
        many(world.places["河湾村"].path, number)
        queries.listing(people.world().users[name], live("children"), Ask())
        user = people.world().users[name]
        with CaptureQueriesContext(connection) as found:
            assert queries.listing(
                user, live("children"), Ask(sort="-birth_date", page=page)
            ).records
        asked.append(len(found))
    assert len(set(asked)) == 1 and asked[0] <= 8, asked


def test_a_row_of_a_list_says_what_the_record_says(officer, five):
    """Built from columns or from the document: no answer is another one there."""
    people.register(officer, id_card=None, household_reg="N", class_name="重点班", sibling_count=0)
    ledger = live("children")
    names = tuple(ledger.questions)
    for found in queries.listing(officer, ledger, Ask(), names).records:
        kept = row(found.uid).answers
        shown = {name: value for name, value in found.answers.items() if name in names}
        assert shown == kept
    for found in queries.listing(officer, ledger, Ask(), ledger.rules.columns).records:
        kept = row(found.uid).answers
        columns = {name: kept[name] for name in ledger.rules.columns if name in kept}
        assert {n: v for n, v in found.answers.items() if n in columns} == columns


def test_no_query_says_like_where_a_range_will_do(world):
    supervisor = world.users["township_supervisor"]
    sql = str(queries.narrowed(supervisor, live("children"), Ask(place="00010001")).query)
    assert "LIKE" not in sql.upper() and sql.count('"place_path" >=') == 2
