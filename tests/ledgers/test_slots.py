"""Columns keep their place in the table for ever; a family that is full is said before publishing."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.applying import StoredBook
from forms_catalog.checks import check
from forms_catalog.definition import FormDefinition, Ledger, Question, Section, dump, to_bytes
from forms_catalog.definition.ledger import Access, Action, Retention, State
from forms_catalog.readers import READERS
from forms_catalog.slots import FAMILIES, SLOTS, assign, family
from ledgers.models import Record
from ledgers.publishing import publish_all, publish_ledger
from ledgers.queries import Ask, listing
from ledgers.registry import forget, live
from ledgers.submission import Part
from tests.ledgers.tools import change, row, send

TYPES = {"c": "yes_no", "t": "text", "n": "integer", "d": "date", "": "long_text"}
letters = st.sampled_from(sorted(TYPES))
columns = st.lists(st.tuples(letters, st.integers(0, 30)), unique=True, max_size=40)


def asked(names):
    return {n: Question(name=n, label=n, type=TYPES["" if n[0] == "x" else n[0]]) for n in names}


def named(pairs):
    return [f"{kind or 'x'}_{number}" for kind, number in pairs]


def test_the_slots_are_those_of_the_table():
    fields = {field.name for field in Record._meta.get_fields()}
    assert set(SLOTS) <= fields and len(SLOTS) == 36 == sum(FAMILIES.values())


@given(columns)
def test_a_mapping_is_in_order_and_in_its_family(pairs):
    names = named(pairs)
    found = assign(names, asked(names), {})
    assert len(set(found.values())) == len(found)
    assert all(slot in SLOTS and slot[0] == name[0] for name, slot in found.items())
    for kind, size in FAMILIES.items():
        own = [name for name in names if name[0] == kind]
        assert [found.get(name) for name in own[:size]] == [
            f"{kind}{n + 1}" for n in range(len(own[:size]))
        ]
        assert not any(name in found for name in own[size:])


@given(st.lists(columns, min_size=2, max_size=5))
def test_no_later_edition_moves_a_column(editions):
    """Added, removed, turned about: what was mapped once is never elsewhere and never another's."""
    before, owner = {}, {}
    for pairs in editions:
        names = named(pairs)
        now = assign(names, asked(names), before)
        for name, slot in now.items():
            assert owner.setdefault(slot, name) == name
        assert before.items() <= now.items(), "a removed one keeps its slot reserved"
        before = now


def test_sealed_and_long_answers_have_no_column():
    sealed = Question(name="a", label="a", type="text", sealed=True)
    assert (family(sealed), family(asked(["x_1"])["x_1"]), family(asked(["c_1"])["c_1"])) == (
        "",
        "",
        "c",
    )
    assert family(Question(name="a", label="a", type="unheard_of")) == ""


class Book:
    """Two definitions, and the rest from the database."""

    def __init__(self, *items):
        self.items = {(item.kind, item.id): item for item in items}
        self.stored = StoredBook()

    def get(self, kind, id):
        return self.items.get((kind, id)) or self.stored.get(kind, id)

    def later(self):
        return frozenset()


def made(*names, columns=None, sealed=()):
    """A form with these questions, and its ledger."""
    questions = [dataclasses.replace(q, sealed=q.name in sealed) for q in asked(names).values()]
    section = Section(name="all", label="全部", questions=tuple(questions))
    form = FormDefinition(id="thing", title="物", sections=(section,))
    ledger = Ledger(
        id="things",
        title="物品",
        form="thing",
        place="_actor",
        states=(State(name="OPEN", label="在"),),
        actions=(
            Action(name="opening", label="登记", who=("village_director",)),
            Action(name="update", label="更新", from_=("any",), who=("village_director",)),
        ),
        columns=tuple(names if columns is None else columns),
        access=(Access(name="village_director", fill=True),),
        retention=Retention(forever=True),
    )
    return form, ledger


def publish(*names, columns=None, sealed=()):
    form, ledger = made(*names, columns=columns, sealed=sealed)
    found = publish_ledger(ledger, Book(form, ledger))
    forget()
    return found


@pytest.mark.django_db
@pytest.mark.storage
class TestPublishing:
    """The mapping of a ledger over its editions, in the database."""

    def test_a_new_column_moves_no_old_one(self, world):
        one = dict(publish("t_1", "t_2", "c_1").slots)
        two = dict(publish("t_0", "t_1", "c_0", "t_2", "c_1").slots)
        assert one == {"t_1": "t1", "t_2": "t2", "c_1": "c1"}
        assert two == one | {"t_0": "t3", "c_0": "c2"}

    def test_a_removed_column_keeps_its_slot(self, world):
        publish("t_1", "t_2")
        assert publish("t_2", "t_3").slots["t_3"] == "t3", "t1 still holds what was written"
        assert publish("t_2", "t_4").slots["t_4"] == "t4"
        assert publish("t_5").slots["t_5"] == "t5"
        assert publish("t_1", "t_2", "t_3").slots["t_1"] == "t1", "and is given back to its own"

    def test_a_column_whose_question_is_gone(self, world, officer):
        publish("t_1", "t_2")
        kept = send(officer, Part("things", {"t_1": "甲", "t_2": "乙"})).records[0]
        publish("t_2", "t_3")
        later = send(officer, Part("things", {"t_2": "丙", "t_3": "丁"})).records[0]
        found = listing(officer, live("things"), Ask(text="丁"))
        assert [str(line.uid) for line in found.records] == [later.uid]
        assert listing(officer, live("things"), Ask(text="甲")).total == 0
        assert listing(officer, live("things"), Ask(sort="t_1")).total == 2
        assert (row(kept).t1, row(later).t1) == ("甲", None)

    def test_a_question_that_becomes_sealed(self, world, officer):
        """No clear text in the old column, and no look-up in it either."""
        publish("t_1", "t_2")
        kept = send(officer, Part("things", {"t_1": "甲", "t_2": "乙"})).records[0]
        publish("t_1", "t_2", columns=["t_2"], sealed={"t_1"})
        later = send(officer, Part("things", {"t_1": "丙", "t_2": "丁"})).records[0]
        assert row(later).t1 is None and "$sealed" in row(later).answers["t_1"]
        assert row(kept).t1 == "甲", "until the record is moved to the new edition"
        assert listing(officer, live("things"), Ask(text="甲")).total == 0

    def test_a_record_after_a_new_column(self, world, officer):
        publish("t_1")
        kept = send(officer, Part("things", {"t_1": "甲"})).records[0]
        publish("t_0", "t_1")
        later = send(officer, Part("things", {"t_0": "乙", "t_1": "丙"})).records[0]
        assert (row(kept).t1, row(kept).t2) == ("甲", None)
        assert (row(later).t1, row(later).t2) == ("丙", "乙")
        assert send(officer, change(kept, t_1="丁")).ok, "the old edition is still its own"
        assert (row(kept).t1, row(kept).answers) == ("丁", {"t_1": "丁"})
        assert row(kept).edition_id != row(later).edition_id

    def test_publishing_twice_changes_nothing(self, world):
        first = publish("t_1", "c_1")
        again = publish("t_1", "c_1")
        assert (first.edition_id, first.form_edition_id) == (
            again.edition_id,
            again.form_edition_id,
        )

    def test_publishing_all_again(self, world):
        before = {
            key: (item.edition, item.form_edition, item.slots) for key, item in _live().items()
        }
        publish_all()
        after = {
            key: (item.edition, item.form_edition, item.slots) for key, item in _live().items()
        }
        assert before == after

    def test_a_place_that_is_the_actors(self, world, officer):
        publish("t_1")
        kept = send(officer, Part("things", {"t_1": "甲"})).records[0]
        assert row(kept).place_path == world.places["河湾村"].path
        assert send(officer, change(kept, t_1="乙")).ok
        assert row(kept).place_path == world.places["河湾村"].path


def _live():
    from ledgers.registry import all_live

    return {key: dataclasses.replace(item) for key, item in all_live().items()}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(FAMILIES))
@pytest.mark.parametrize("over", [0, 1])
def test_a_full_family_is_told_by_the_checker(world, kind, over):
    names = [f"{kind}_{n}" for n in range(FAMILIES[kind] + over)]
    form, ledger = made(*names)
    assert codes_of(form, ledger) == ({"ledger.slots-full"} if over else set())


@pytest.mark.django_db
def test_columns_that_can_be_none(world):
    form, ledger = made("t_1", "x_1", columns=["t_1", "x_1", "y_1"])
    assert codes_of(form, ledger) == {"ledger.column-no-slot", "ledger.column-unknown"}


def codes_of(form, ledger):
    node, problems = READERS[".json"].read(to_bytes(dump(ledger)), "ledger.json")
    assert not problems
    _, found = check(node, "ledger.json", Book(form, ledger))
    return {problem.code for problem in found if not problem.warn}


@pytest.mark.django_db
@pytest.mark.storage
def test_the_shipped_mapping(world):
    """What is filtered most stands in the wide index; the rest has its own family."""
    slots = live("children").slots
    assert slots["name"] == "t1"
    assert {slots[n] for n in ("risk_level", "is_lbc", "key_object")} == {"c1", "c2", "c3"}
    assert {slots[n] for n in ("birth_date", "last_visit")} == {"d1", "d2"}
    assert not {name for name in live("children").rules.columns if name not in slots}
