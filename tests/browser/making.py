"""`python -m tests.browser.making`: the house that the browser tests open, in the folder TONGHU_VAR.

Runs as a process of its own under the project's own settings; prints what it made as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

CLUB = (("clerk", "前台", "village", "河湾村"), ("manager", "经理", "township", "枫树坪镇"))
MANY = 56
"""Registered in 柳坪村: more than one page of a list."""


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.INFO)
    call_command("setup", verbosity=0, stdout=StringIO())

    from demo.preparing import plant_front_page
    from demo.showing import show
    from tests import people

    people.build()
    people.colleague()
    _administrator()
    _forms()
    _club()
    plant_front_page()
    show()
    json.dump(_facts(people), sys.stdout, ensure_ascii=False)


def _administrator() -> None:
    """Who may change templates and publish them."""
    from django.contrib.auth import get_user_model

    from people.models import Post

    user = get_user_model().objects.create_user("administrator", password="pass of administrator")
    user.name = "安恩"
    user.save()
    Post.objects.create(user=user, role="administrator", since=date(2020, 1, 1))


def _forms() -> None:
    """The largest form that may be, and a table in a table, each with its ledger and who fills it."""
    from django.contrib.auth import get_user_model

    from tests.forms_catalog import large, nested
    from tests.ledgers.forms import WORKER, folder, take_into_use

    for template in (large.template(), nested.template()):
        with TemporaryDirectory() as root:
            take_into_use(folder(Path(root), template))
    user = get_user_model().objects.get(username=WORKER)
    user.set_password(f"pass of {WORKER}")
    user.save()


def _club() -> None:
    """Two roles that no ledger knows yet, and who has them: a desk in a village, a manager above."""
    from django.contrib.auth import get_user_model

    from forms_catalog.definition import Role, dump
    from forms_catalog.models import Template
    from people.models import Place, Post

    for key, title, level, place in CLUB:
        role = Role(id=key, title=title, held_at=f"place:{level}")
        body = dump(role)
        Template.objects.create(kind="role", key=key, title=title, body=body, base=body)
        user = get_user_model().objects.create_user(key, password=f"pass of {key}")
        user.name = title
        user.save()
        Post.objects.create(
            user=user, role=key, place=Place.objects.get(name=place), since=date(2020, 1, 1)
        )


def _facts(people: Any) -> dict[str, Any]:
    world = people.world()
    numbers = _numbers()
    for at in range(MANY):
        kept = _register(people, world, f"柳{_han(at)}", numbers[at])
    return {
        "places": {name: place.path for name, place in world.places.items()},
        "numbers": numbers[MANY:],
        "elsewhere": {"number": numbers[MANY - 1], "records": [item.uid for item in kept]},
    }


def _numbers() -> list[str]:
    """Identity numbers that can belong to nobody, each given to one child only."""
    from demo.numbers import FEMALE, Identities

    take = Identities().take
    return [take(date(2014, 1 + at % 12, 1 + at % 28), FEMALE) for at in range(MANY + 120)]


def _han(at: int) -> str:
    return "安柏晨川丹恩帆谷禾嘉"[at // 10] + "安柏晨川丹恩帆谷禾嘉"[at % 10]


def _register(people: Any, world: Any, name: str, number: str) -> Any:
    from ledgers.intake import accept

    place = world.places["柳坪村"].path
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    answers = people.dossier(
        name=name, id_card=number, birth_date=birth, hukou_place=place, residence_place=place
    )
    officer = world.users["other_village_officer"]
    result = accept(people.sitting(officer, one=answers))
    assert result.status == "accepted", result.problems
    return result.records


if __name__ == "__main__":
    main()
