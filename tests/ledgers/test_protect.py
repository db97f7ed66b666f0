"""Forgetting to ask whose eyes is an error, not a leak: every terminal method, on every table."""

from __future__ import annotations

import asyncio
import copy
import pickle

import pytest
from django.apps import apps
from django.db.models import Count, F, Max, Prefetch, Q

from ledgers.models import AccessEvent, BlindIndex, Change, Draft, File, Link, Record
from ledgers.protect import NoScope, Protected, ProtectedQuerySet
from tests import people

pytestmark = pytest.mark.django_db
TABLES = (Record, Change, Link, Draft, File, AccessEvent)

TERMINAL = {
    "list": list,
    "iter": lambda rows: next(iter(rows)),
    "bool": bool,
    "len": len,
    "contains": lambda rows: 1 in rows,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:3]),
    "step": lambda rows: rows[0:4:2],
    "repr": repr,
    "pickle": pickle.dumps,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "earliest": lambda rows: rows.earliest("pk"),
    "latest": lambda rows: rows.latest("pk"),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "contains row": lambda rows: rows.contains(rows.model(pk=1)),
    "iterator": lambda rows: next(rows.iterator()),
    "iterator in chunks": lambda rows: next(rows.iterator(chunk_size=2)),
    "aggregate": lambda rows: rows.aggregate(n=Count("*")),
    "update": lambda rows: rows.update(pk=1),
    "delete": lambda rows: rows.delete(),
    "explain": lambda rows: rows.explain(),
    "raw": lambda rows: rows.raw("SELECT 1"),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "named": lambda rows: rows.values_list("pk", named=True).first(),
    "get_or_create": lambda rows: rows.get_or_create(pk=1),
    "update_or_create": lambda rows: rows.update_or_create(pk=1),
    "bulk_update": lambda rows: rows.bulk_update(
        [rows.model(pk=1)], [rows.model._meta.fields[1].name]
    ),
    "union": lambda rows: list(rows.union(rows)),
    "difference": lambda rows: list(rows.difference(rows)),
    "intersection": lambda rows: list(rows.intersection(rows)),
    "or": lambda rows: list(rows | rows),
    "and": lambda rows: list(rows & rows),
    "xor": lambda rows: list(rows ^ rows),
    "subquery": lambda rows: list(BlindIndex.objects.filter(record__in=rows)),
    "subquery of values": lambda rows: list(BlindIndex.objects.filter(pk__in=rows.values("pk"))),
    "annotation": lambda rows: BlindIndex.objects.annotate(n=rows.values("pk")[:1]),
    "prefetch": lambda rows: rows.prefetch_related(None).all()[0],
    "acount": lambda rows: asyncio.run(rows.acount()),
    "aget": lambda rows: asyncio.run(rows.aget(pk=1)),
    "afirst": lambda rows: asyncio.run(rows.afirst()),
    "aexists": lambda rows: asyncio.run(rows.aexists()),
    "async for": lambda rows: asyncio.run(_all(rows)),
    "aiterator": lambda rows: asyncio.run(_all(rows.aiterator())),
}


async def _all(rows):
    return [row async for row in rows]


CHAINS = {
    "plain": lambda rows: rows,
    "filter": lambda rows: rows.filter(pk__gt=0),
    "exclude": lambda rows: rows.exclude(pk=0),
    "order": lambda rows: rows.order_by("-pk").reverse(),
    "distinct": lambda rows: rows.distinct().select_related("ledger"),
    "only": lambda rows: rows.only("pk").defer(None),
    "annotated": lambda rows: rows.annotate(x=F("pk")).alias(y=Max("pk")),
    "using": lambda rows: rows.using("default").all(),
    "lock": lambda rows: rows.select_for_update(),
    "complex": lambda rows: rows.complex_filter(Q(pk__gt=0)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", TERMINAL)
@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__)
def test_every_way_out_needs_a_scope(table, way):
    with pytest.raises(NoScope):
        TERMINAL[way](table.objects.all())


@pytest.mark.parametrize(
    "way", ["list", "count", "exists", "get", "aggregate", "update", "iterator"]
)
@pytest.mark.parametrize("chain", CHAINS)
def test_no_chain_is_a_way_around(chain, way):
    with pytest.raises(NoScope):
        TERMINAL[way](CHAINS[chain](Record.objects.all()))


@pytest.mark.parametrize(
    "way", ["count", "exists", "get", "first", "aggregate", "delete", "iterator", "raw"]
)
def test_the_manager_itself(way):
    with pytest.raises((NoScope, AttributeError)):
        TERMINAL[way](Record.objects)


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("scope", ["unscoped", "visible_to"])
def test_the_scope_survives_chaining(officer, chain, scope):
    people.register(officer)
    argument = "test" if scope == "unscoped" else officer

    def rows():
        return CHAINS[chain](getattr(Record.objects, scope)(argument)).all()

    assert len(list(rows())) == 2
    assert rows()[:1].count() == 1
    assert rows().values("pk").count() == 2


class TestPutTogether:
    """One part without a scope is enough to refuse the whole."""

    @pytest.mark.parametrize("turned", [False, True])
    @pytest.mark.parametrize(
        "join",
        [
            lambda a, b: a | b,
            lambda a, b: a & b,
            lambda a, b: a ^ b,
            lambda a, b: a.union(b),
            lambda a, b: a.union(b, all=True),
            lambda a, b: a.intersection(b),
            lambda a, b: a.difference(b),
            lambda a, b: a[:5] | b,
            lambda a, b: a.none().union(b),
            lambda a, b: a.none() | b,
        ],
    )
    def test_a_stranger_is_not_let_in(self, officer, world, join, turned):
        people.register(officer)
        seen, all_rows = Record.objects.visible_to(officer), Record.objects.all()
        with pytest.raises(NoScope):
            list(join(all_rows, seen) if turned else join(seen, all_rows))

    def test_two_scopes(self, officer, world):
        people.register(officer)
        rows = Record.objects.visible_to(officer)
        assert len(rows | rows) == 2 and len(rows.union(rows)) == 2
        assert len(rows.difference(rows)) == 0


def test_a_reason_must_be_given():
    with pytest.raises(NoScope):
        Record.objects.unscoped("")


def test_unscoped_does_not_widen(officer, world):
    people.register(officer)
    stranger = world.users["other_village_officer"]
    assert Record.objects.visible_to(stranger).unscoped("x").count() == 0
    assert Record.objects.visible_to(officer).visible_to(stranger).count() == 0


def test_a_prefetched_relation(officer):
    people.register(officer)
    rows = BlindIndex.objects.prefetch_related(Prefetch("record", queryset=Record.objects.all()))
    with pytest.raises(NoScope):
        list(rows)


def test_what_holds_records_is_protected():
    """Every table that points at a record, or holds what people typed, has the manager."""
    free = {
        "Ledger",
        "Submission",
        "BlindIndex",
        "Series",
        "Share",
        "KeyCheck",
        "Lease",
        "Feed",
        "Mute",
        "Period",
        "Receipt",
        "Schedule",
    }
    for model in apps.get_app_config("ledgers").get_models():
        assert isinstance(model.objects, Protected) != (model.__name__ in free), model
        assert isinstance(model.objects.all(), ProtectedQuerySet) != (model.__name__ in free)
        assert not isinstance(model._base_manager, Protected), (
            "the engine of Django itself needs none"
        )


def test_no_record_is_reached_backwards():
    """No related manager leads from a plain table to a protected one."""
    for model in apps.get_models():
        for relation in model._meta.related_objects:
            if relation.related_model in TABLES:
                assert relation.hidden, (model, relation)
