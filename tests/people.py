"""Five people ask every page: an officer, one of another village, a supervisor, the county, a citizen."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from ledgers.intake import accept
from ledgers.sealing import create_keyring, house_keys
from ledgers.submission import Part, Result, Submission
from people.models import Body, Place, Post
from people.tree import plant

SINCE = dt.date(2020, 1, 1)
PEOPLE = (
    "village_officer",
    "other_village_officer",
    "township_supervisor",
    "county_admin",
    "citizen",
)
ID_CARDS = ("990121201301110025", "990121201502031171")


@dataclass
class World:
    """A county with two townships and three villages, a school, and who works there."""

    places: dict[str, Place] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)


def build() -> None:
    """Writes the world once into the test database; tests roll back to it."""
    create_keyring()
    house_keys()
    pack = settings.PACKS_DIR / settings.PACK
    call_command("pack", "apply", pack, templates_only=True, verbosity=0, stdout=_Quiet())
    build_land()


def build_land() -> None:
    """Places, a school and the people."""
    county = plant(None, "county", "澜川县", "990121", SINCE)
    town = plant(county, "township", "枫树坪镇", "990121104", SINCE)
    other = plant(county, "township", "青禾镇", "990121102", SINCE)
    village = plant(town, "village", "河湾村", "990121104200", SINCE)
    plant(town, "village", "柳坪村", "990121104201", SINCE)
    plant(other, "village", "高田村", "990121102200", SINCE)
    for number in (1, 2, 3):
        plant(village, "group", f"第{number}组", "", SINCE)
    Body.objects.create(key="school1", kind="SCHOOL", name="枫树坪镇中心小学", code="", place=town)
    for name, role, place, words in _STAFF:
        user = get_user_model().objects.create_user(name, password=f"pass of {name}")
        user.name = words
        user.phone = "10000000001"
        user.save()
        Post.objects.create(user=user, role=role, place=Place.objects.get(name=place), since=SINCE)


_STAFF = (
    ("village_officer", "village_director", "河湾村", "何晨柏"),
    ("other_village_officer", "village_director", "柳坪村", "安柏恩"),
    ("township_supervisor", "child_supervisor", "枫树坪镇", "林安"),
    ("county_admin", "county_office", "澜川县", "苏文"),
)


def colleague() -> Any:
    """A second person in the office of the county."""
    user = get_user_model().objects.create_user("county_second", password="pass of county_second")
    user.name = "陈恩"
    user.save()
    place = Place.objects.get(name="澜川县")
    Post.objects.create(user=user, role="county_office", place=place, since=SINCE)
    return user


class _Quiet:
    def write(self, text: str) -> None:
        pass


def world() -> World:
    users = {user.username: user for user in get_user_model().objects.all()}
    return World({place.name: place for place in Place.objects.all()}, users)


def client(name: str) -> Client:
    """A browser of one of the five, signed in unless it is the citizen's."""
    browser = Client()
    if name != "citizen":
        browser.force_login(
            get_user_model().objects.get(username=name),
            "django.contrib.auth.backends.ModelBackend",
        )
    return browser


def dossier(**changes: Any) -> dict[str, Any]:
    """Complete answers of a dossier, as typed; birth date and sex as an identity number says.

    Who has an illness is ill.
    """
    ill = {"health_status": "S"} if changes.get("illness_name") else {}
    changes = _told(changes.get("id_card")) | ill | changes
    village = Place.objects.get(name="河湾村").path
    return {
        "name": "罗安",
        "sex": "2",
        "ethnicity": "01",
        "birth_date": "2013-01-11",
        "household_reg": "Y",
        "id_card": ID_CARDS[0],
        "hukou_type": "RURAL",
        "hukou_place": village,
        "residence_place": village,
        "residence_detail": "3组12号",
        "lives_with_parents": "no",
        "health_status": "H",
        "school_status": "PS",
        "school": "school1",
        "grade": "P6",
        "boarding": "no",
        "father_name": "罗川",
        "father_phone": "10000001234",
        "mother_name": {"$missing": "unknown"},
        "income_source": ["WORK"],
        "caregiver_name": "罗柏",
        "caregiver_relation": "61",
        "caregiver_phone": "10000005678",
        "aid_enjoyed": ["NONE"],
    } | changes


def _told(card: Any) -> dict[str, Any]:
    if not isinstance(card, str) or not re.fullmatch("[0-9]{17}[0-9X]", card):
        return {}
    born = f"{card[6:10]}-{card[10:12]}-{card[12:14]}"
    return {"birth_date": born, "sex": "1" if int(card[16]) % 2 else "2"}


def registration(**changes: Any) -> dict[str, Any]:
    """Complete answers of a registration that goes with the dossier."""
    return {
        "fill_date": "2026-11-20",
        "migration_type": "BOTH",
        "father_work_place": "广东省东莞市",
        "father_work_level": "3",
        "father_leave_date": "2026-02",
        "mother_work_place": {"$missing": "unknown"},
        "mother_work_level": "9",
        "mother_leave_date": {"$missing": "unknown"},
        "has_entrusted": "yes",
        "entrusted_name": "罗柏",
        "entrusted_birth": "1956-03-02",
        "entrusted_id": {"$missing": "unknown"},
        "entrusted_phone": "10000005678",
        "entrusted_relation": "61",
        "entrusted_addr": "河湾村3组12号",
        "guardian_actual": "GP",
        "guardian_type": "5",
        "guardian_quality": "GOOD",
        "signer_fill": "paper",
        "signer_head": "paper",
        "signer_guardian": "paper",
        "guardian_confirm_mode": "SIGN",
    } | changes


def sitting(user: Any, key: str = "", one: Any = None, two: Any = None) -> Submission:
    """Both records in one sitting."""
    parts = (
        Part("children", dossier() if one is None else one),
        Part("left_behind", registration() if two is None else two, links={"child": 0}),
    )
    clock = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
    return Submission(key or Submission.new_key(), "web", user, None, parts, clock)


def register(user: Any, **changes: Any) -> Result:
    """A registered child, accepted."""
    result = accept(sitting(user, one=dossier(**changes)))
    assert result.status == "accepted", result.problems
    return result
