"""The children in the house: by the in gate, each once, however often the loading is broken off."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from demo import handout, listing, loading, plan, posts, preparing, roster, sending, sharing
from demo.children import WAITING, Sitting, sittings
from demo.coming_and_going import ComingAndGoing
from demo.county import FULL, township
from demo.founding import Founding
from demo.handling import Handling
from demo.living import Living
from demo.progress import Progress
from demo.registering import Registering
from demo.sending import Refused
from demo.surveying import Surveying
from ledgers.intake import accept_many
from ledgers.models import Change, Record, Submission
from ledgers.submission import Part
from people.models import Place
from tests.demo.conftest import SMALL
from tests.ledgers.tools import answers, sent

TOWN, CHILDREN = (SMALL,), 53
LEDGERS = ("children", "left_behind", "risk_assessments")


def records() -> Any:
    return Record.objects.unscoped("a test counts what was loaded")


def changes() -> int:
    return Change.objects.unscoped("a test counts what was loaded").count()


def states() -> Counter[tuple[str, str]]:
    return Counter(records().values_list("ledger__key", "state"))


@pytest.mark.storage
def test_a_township_is_registered_verified_and_assessed(small_house: None) -> None:
    run = Registering("M", TOWN)
    run.run()
    assert str(run) == f"{CHILDREN}名儿童，{CHILDREN}份风险评估"
    assert states() == {(ledger, "VERIFIED"): CHILDREN for ledger in LEDGERS}
    rows = records().filter(ledger__key="risk_assessments")
    levels = {row.answers["child"]: row.answers["level"] for row in rows}
    keys = dict(Submission.objects.values_list("key", "records"))
    planned = {keys[s.key][0]["uid"]: s.level for s in sittings("M", TOWN)}
    assert levels == planned
    town = Place.objects.get(code=SMALL).path
    paths = set(records().values_list("place_path", flat=True))
    assert all(path.startswith(town) and len(path) == len(town) + 4 for path in paths)


def test_a_second_run_writes_nothing(small_house: None) -> None:
    Registering("M", TOWN).run()
    before = (changes(), Submission.objects.count(), records().count())
    Registering("M", TOWN).run()
    assert (changes(), Submission.objects.count(), records().count()) == before


@pytest.mark.storage
def test_broken_off_anywhere_it_comes_to_the_same(
    small_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "CHUNK", 20)
    calls, stop = 0, 0

    def stopping(given: Any) -> Any:
        """As Ctrl-C or a power cut would have it: before, between and in the middle of a chunk."""
        nonlocal calls
        calls += 1
        if calls == stop:
            accept_many(islice(given, 7))
            raise KeyboardInterrupt
        return accept_many(given)

    monkeypatch.setattr(sending, "accept_many", stopping)
    for stop in (1, 2, 3, 5, 6):  # noqa: B007 - read by the function above
        calls = 0
        with pytest.raises(KeyboardInterrupt):
            Registering("M", TOWN).run()
    stop = 0
    Registering("M", TOWN).run()
    assert states() == {(ledger, "VERIFIED"): CHILDREN for ledger in LEDGERS}
    assert Submission.objects.count() == 4 * CHILDREN
    assert changes() == 6 * CHILDREN


def test_what_is_kept_is_what_was_sent_and_when(small_house: None) -> None:
    Registering("M", TOWN).run()
    kept = {str(row.uid): answers(row) for row in records()}
    rows = {row.key: row for row in Submission.objects.all()}
    for sitting in sittings("M", TOWN):
        row = rows[sitting.key]
        child, registration = (kept[item["uid"]] for item in row.records)
        assert row.clock == sitting.when
        assert child["name"] == sitting.child["name"]
        assert child.get("id_card") == sitting.child.get("id_card")
        assert registration["guardian_actual"] == sitting.registration["guardian_actual"]


def ready(size: str) -> Registering:
    run = Registering(size)
    run.prepare()
    return run


def some(waiting: int, number: int = 30) -> list[Sitting]:
    found = list(islice(sittings(), number))
    return [dataclasses.replace(s, waits=n < waiting) for n, s in enumerate(found)]


@pytest.mark.storage
def test_several_processes_share_the_chunks(
    small_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "CHUNK", 10)
    seen: list[tuple[int, int]] = []
    for number in (2, 0, 1):
        Registering("M", TOWN, (number, 3), lambda *told: seen.append(told)).run()
    assert seen[-1] == (0, 20)
    assert states() == {(ledger, "VERIFIED"): CHILDREN for ledger in LEDGERS}
    Registering("M", TOWN, (1, 3), lambda *told: seen.append(told)).run()
    assert seen[-1] == (20, 0)


def test_who_waits_is_not_verified(small_house: None) -> None:
    ready("S").open(some(waiting=10))
    assert states()["children", "SUBMITTED"] == states()["left_behind", "SUBMITTED"] == 10
    assert states()["children", "VERIFIED"] == 20
    assert states()["risk_assessments", "VERIFIED"] == 30


@pytest.mark.storage
def test_what_people_changed_meanwhile_is_theirs(small_house: None) -> None:
    """Broken off between registration and review; the director corrected an address."""
    chunk = some(waiting=0, number=5)
    director, post = loading.staff(posts.DIRECTOR)[chunk[0].village]
    result = accept_many([loading.submission(chunk[0], director, post)])[0]
    kept = result.records[0]
    change = Part("children", {"residence_detail": "5组8号"}, kept.uid, "update", 1)
    assert accept_many([sent(director, change, post=post)])[0].ok
    ready("S").open(chunk)
    assert states()["children", "SUBMITTED"] == 1
    assert records().get(uid=kept.uid).answers["residence_detail"] == "5组8号"
    assert states()["risk_assessments", "VERIFIED"] == 5


def test_a_child_of_another_village_is_refused(small_house: None) -> None:
    given = next(loading.submissions())
    village = str(given.parts[0].answers["residence_place"])
    directors = loading.staff(posts.DIRECTOR)
    actor, post = next(pair for code, pair in directors.items() if code != village)
    result = accept_many([dataclasses.replace(given, actor=actor, post=post)])[0]
    assert result.status == "refused"
    assert records().count() == 0


def test_another_version_of_the_demonstration_is_told(small_house: None) -> None:
    """Somebody has the number already: the rest is not loaded over it."""
    first = next(loading.submissions())
    assert accept_many([dataclasses.replace(first, key="of-an-older-version")])[0].ok
    with pytest.raises(Refused):
        ready("S").open(some(waiting=0, number=3))


@pytest.mark.storage
def test_townships_of_further_counties_load_like_the_first(
    small_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns = ("990122400", "990122002")
    monkeypatch.setattr(loading, "counties_of", lambda size: ("990122",))
    monkeypatch.setattr(loading, "towns_of", lambda size: tuple(map(township, towns)))
    assert loading.load_county("L") == "551个地方，562个岗位"
    assert loading.load_county("L") == "551个地方，562个岗位"
    loading.load_schools("L")
    wanted = sum(township(code).children for code in towns)
    Registering("L", towns).run()
    assert states() == {(ledger, "VERIFIED"): wanted for ledger in LEDGERS}
    roots = {path[:4] for path in records().values_list("place_path", flat=True)}
    assert roots == {Place.objects.get(code="990122").path}
    before = changes()
    Registering("L", towns).run()
    assert changes() == before


def test_the_list_names_what_is_odd(small_house: None) -> None:
    run = Registering("M", TOWN)
    run.run()
    listing.write(run.odd, list(roster.told()))
    text = listing.file().read_text(encoding="utf-8")
    numbers = set(records().filter(ledger__key="children").values_list("number", flat=True))
    named = {line.split()[0] for line in text.splitlines() if line.startswith("  ")} & numbers
    keys = dict(Submission.objects.values_list("key", "records"))
    assert named == {keys[item.key][0]["number"] for item in run.odd}
    assert "花名册" in text


def _of_one_town(kind: Any, size: str, **more: Any) -> Any:
    return kind("M", TOWN, **more)


@pytest.fixture
def said_by(
    small_house: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, str, int]]:
    """Runs the command for one small township; gives both outputs and the exit code."""
    monkeypatch.setattr(preparing, "prepare_house", lambda: "已备好")
    for name in ("load_county", "load_schools"):
        monkeypatch.setattr(loading, name, lambda size: "都在")
    for kind in (Founding, Living, ComingAndGoing, Handling, Surveying):
        monkeypatch.setattr(sharing, kind.__name__, partial(_of_one_town, kind))

    def run(**options: Any) -> tuple[str, str, int]:
        out, err = StringIO(), StringIO()
        try:
            call_command("demo", stdout=out, stderr=err, **options)
        except SystemExit as end:
            return out.getvalue(), err.getvalue(), int(end.code or 0)
        return out.getvalue(), err.getvalue(), 0

    return run


def test_the_command_writes_the_list_and_the_roster_beside_the_accounts(
    said_by: Callable[..., tuple[str, str, int]],
) -> None:
    out, _, code = said_by()
    assert code == 0
    assert "[6/11] 儿童：53名儿童" in out
    for file in (handout.file(), roster.file(), listing.file()):
        assert file.exists() and str(file) in out


@pytest.mark.long
def test_the_command_says_how_to_go_on_and_goes_on(
    said_by: Callable[..., tuple[str, str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(self: Progress, skipped: int, fresh: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "reach", stopping)
        out, err, code = said_by()
    assert code == 130 and "接着做" in err and "演示县已备好" not in out
    assert records().count() > 0
    assert said_by()[2] == 0
    assert states()["risk_assessments", "VERIFIED"] == CHILDREN
    assert states()["rounds", "CLOSED"] == 1


def test_the_command_says_what_to_do_about_another_version(
    said_by: Callable[..., tuple[str, str, int]],
) -> None:
    first = next(loading.submissions("M", TOWN))
    assert accept_many([dataclasses.replace(first, key="of-an-older-version")])[0].ok
    with pytest.raises(CommandError, match="TONGHU_VAR"):
        said_by()


@pytest.mark.long
@pytest.mark.storage
def test_the_whole_county_counts_as_the_file_says(small_house: None) -> None:
    """M, from the database."""
    loading.load_county("M")
    loading.load_schools("M")
    Registering("M").run()
    assert states() == {
        ("children", "SUBMITTED"): WAITING,
        ("children", "VERIFIED"): 12_866 - WAITING,
        ("left_behind", "SUBMITTED"): WAITING,
        ("left_behind", "VERIFIED"): 12_866 - WAITING,
        ("risk_assessments", "VERIFIED"): 12_866,
    }
    children = [row.answers for row in records().filter(ledger__key="children").iterator(500)]
    born = (date.fromisoformat(str(child["birth_date"])) for child in children)
    years = [plan.age(birth, plan.REFERENCE) for birth in born]
    groups = Counter(plan.YOUNG if a < 6 else plan.MIDDLE if a < 14 else plan.OLD for a in years)
    assert groups == plan.AGE_GROUPS and max(years) < 16
    assert Counter(child["sex"] for child in children) == plan.SEXES
    assert Counter(child["health_status"] for child in children) == plan.HEALTH
    assert Counter(child["household_reg"] for child in children) == plan.REGISTERED
    cared = records().filter(ledger__key="left_behind").iterator(500)
    assert Counter(row.answers["guardian_actual"] for row in cared) == plan.ACTUAL
    rated = records().filter(ledger__key="risk_assessments").iterator(500)
    assert Counter(row.answers["level"] for row in rated) == plan.LEVELS
    full = Place.objects.get(code=FULL).path
    within = records().filter(ledger__key="children", place_path__startswith=full)
    assert within.count() == 560
