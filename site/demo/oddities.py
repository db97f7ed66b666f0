"""What a register holds that should make somebody look: planted where chance does not bring it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice

from demo.families import Child, Family
from demo.names import RARE
from demo.numbers import Identities
from demo.plan import REFERENCE

OF_EACH = 3
KINDS = {
    "turned-16": "2026年10月满16周岁，还在册",
    "same-name": "同村同一年出生，姓名也一样",
    "twins": "双胞胎，身份号码挨着",
    "dotted-name": "姓名里有“·”",
    "rare-name": "姓名里有生僻字",
    "no-household": "没有登记户口，没有身份号码",
    "number-differs": "身份号码与出生日期或性别不一样，写了原因",
    "school-too-early": "不满3周岁登记为小学，写了原因",
    "not-at-school": "8周岁登记为未入园，写了原因",
    "letter-expired": "责任确认书已经过期",
    "level-by-rule": "总分不低，因必须定级的情形评为一级",
}
_LAST_OF_MONTH = date(REFERENCE.year - 16, 10, 31)
type Person = tuple[Family, Child]


def plant(people: Sequence[Person], ids: Identities) -> None:
    """Makes a few children of a township odd in the ways that chance does not."""
    plain = [person for person in people if _is_plain(person[1])]
    _same_names(plain)
    left = [child for _, child in plain if not child.oddities]
    for make in (_other_numbers, _too_early, _not_at_school):
        make([child for child in left if not child.oddities], ids)


def _is_plain(child: Child) -> bool:
    return child.draft.registered == "Y" and "·" not in child.name and child.name[1:] not in RARE


def _same_names(people: Sequence[Person]) -> None:
    """In three villages somebody is called like another of that year who is no relation."""
    met: dict[tuple[str, int, str], Person] = {}
    done: set[str] = set()
    for family, child in people:
        village = child.draft.village.code
        other, first = met.setdefault(
            (village, child.draft.birth.year, child.name[0]), (family, child)
        )
        names = {own.name for own in family.children}
        if other is not family and village not in done and first.name not in names:
            child.name = first.name
            first.oddities.add("same-name")
            child.oddities.add("same-name")
            done.add(village)
        if len(done) == OF_EACH:
            return


def _other_numbers(children: Sequence[Child], ids: Identities) -> None:
    """Two numbers tell another birthday, one the other sex."""
    for number, child in enumerate(islice(children, 40, 40 + 9 * OF_EACH, 9)):
        draft, other = child.draft, {"1": "2", "2": "1"}
        if number % OF_EACH:
            child.id_card = ids.take(_earlier(draft.birth), draft.sex)
            child.mismatch = "户口簿上的出生日期登记错了，正在派出所更正"
        else:
            child.id_card = ids.take(draft.birth, other[draft.sex])
            child.mismatch = "上户口时性别登记错了，正在派出所更正"
        child.oddities.add("number-differs")


def _earlier(day: date) -> date:
    """The same day a month before, as it is when somebody wrote the month of the old calendar."""
    month = day.month - 1 or 12
    return date(day.year - (day.month == 1), month, min(day.day, 28))


def _too_early(children: Sequence[Child], ids: Identities) -> None:
    for child in _some(children, lambda child: child.draft.years in (1, 2)):
        child.draft.school_status, child.draft.grade = "PS", "P1"
        child.oddities.add("school-too-early")


def _not_at_school(children: Sequence[Child], ids: Identities) -> None:
    for child in _some(children, lambda child: child.draft.years == 8):
        child.draft.school_status, child.draft.grade = "PRE", ""
        child.oddities.add("not-at-school")


def _some(children: Sequence[Child], fits: Callable[[Child], bool]) -> Iterator[Child]:
    return islice(filter(fits, children), 1, 1 + OF_EACH)


def seen(family: Family, child: Child) -> Iterator[str]:
    """What is odd about a child, planted or not."""
    draft = child.draft
    yield from child.oddities
    if draft.birth <= _LAST_OF_MONTH:
        yield "turned-16"
    if child.id_card and any(_twin(child, other) for other in family.children):
        yield "twins"
    if "·" in child.name:
        yield "dotted-name"
    if child.name[1:] in RARE:
        yield "rare-name"
    if draft.registered == "N":
        yield "no-household"


def _twin(child: Child, other: Child) -> bool:
    same = other is not child and other.draft.birth == child.draft.birth
    return same and 0 < abs(_sequence(child) - _sequence(other)) <= 2


def _sequence(child: Child) -> int:
    return int(child.id_card[14:17])
