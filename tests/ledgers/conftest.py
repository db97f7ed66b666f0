"""The world, the same with real commits for threads and files, and a foreign pack beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import AutoField
from hypothesis import settings as hypothesis_settings

from tests import conftest as house
from tests import people

hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")  # a busy machine is no failure
SINCE = dt.date(2020, 1, 1)
FOREIGN = Path(__file__).resolve().parent.parent / "packs" / "tennis_club"


@pytest.fixture
def officer(world: Any) -> Any:
    return world.users["village_officer"]


@pytest.fixture
def club(world: Any) -> Any:
    """A tennis club in the same database: a clerk of one village, a manager of the county."""
    open_club()
    world.users |= people.world().users
    return world


def open_club() -> None:
    """Opened once in a process; later tests are given the very rows of the first."""
    if not _CLUB:
        before = {model: _last(model) for model in _numbered()}
        _open_club()
        for model, last in before.items():
            if rows := list(model._base_manager.filter(pk__gt=last).order_by("pk")):
                _CLUB[model] = last, rows
    elif all(_last(model) == last for model, (last, _) in _CLUB.items()):
        for model, (_, rows) in _CLUB.items():
            model._base_manager.bulk_create(deepcopy(rows))
    else:  # something was written before: the club comes after it
        _open_club()


_CLUB: dict[Any, tuple[int, list[Any]]] = {}


def _numbered() -> list[Any]:
    """Those that are pointed at before those that point."""
    first = [apps.get_model("forms_catalog", name) for name in ("Template", "Edition")]
    first.append(get_user_model())
    models = apps.get_models(include_auto_created=True)
    rest = [model for model in models if model not in first and not model._meta.proxy]
    return first + [model for model in rest if isinstance(model._meta.pk, AutoField)]


def _open_club() -> None:
    from forms_catalog.applying import apply
    from forms_catalog.packs import Folder
    from ledgers.publishing import publish_all
    from people.models import Place, Post

    apply(Folder(FOREIGN))
    publish_all()
    for name, role, place in (("clerk", "clerk", "河湾村"), ("manager", "manager", "澜川县")):
        user = get_user_model().objects.create_user(name, password=None)
        Post.objects.create(user=user, role=role, place=Place.objects.get(name=place), since=SINCE)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The world where every commit is real; what a test wrote is swept away after it."""
    with django_db_blocker.unblock():
        house._forget()
        before = {model: _last(model) for model in _tables()}
        try:
            yield people.world()
        finally:
            apps.get_model("ledgers", "Lease").objects.all().delete()
            apps.get_model("django_tasks_database", "DBTaskResult").objects.all().delete()
            for model, last in before.items():
                model._base_manager.filter(pk__gt=last)._raw_delete("default")
            house._forget()
            connection.close()


def _tables() -> list[Any]:
    """Those that point before those that are pointed at."""
    names = "LetterIssue Duty Feed Message Mute Standing Period Ending AccessEvent File Draft Share"
    names += " Held Receipt BlindIndex Link Change Submission Record Series Ledger KeyCheck"
    models = [apps.get_model("ledgers", name) for name in names.split()]
    models += [apps.get_model("forms_catalog", name) for name in ("Edition", "Template")]
    return models + [apps.get_model("people", name) for name in ("Post", "User")]


def _last(model: Any) -> int:
    return model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture
def keyfile(settings: Any, tmp_path: Path) -> Path:
    """A copy of the key file that a test may spoil."""
    path = tmp_path / "keyring.json"
    path.write_bytes(Path(settings.KEYRING).read_bytes())
    settings.KEYRING = path
    return path
