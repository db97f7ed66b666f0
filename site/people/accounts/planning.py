"""What a list of posts would do, line by line, before anything is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from forms_catalog.problems import Refused
from people.accounts.acts import Person
from people.accounts.known import Known
from people.accounts.office import Office
from people.accounts.placing import Placing
from people.accounts.ports import RoleRef
from people.accounts.realm import Spot
from people.accounts.roster import TOLD, Entry, Roster
from people.loading.post_checks import DAY, USERNAME
from people.models import Post, User

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
LOST = "这一格的数字被表格软件改短了，请把这一列设为文本格式后重填"


@dataclass(slots=True)
class Want:
    """One line: what it says, whom it means, what it would do."""

    line: int
    kind: str = NEW
    name: str = ""
    phone: str = ""
    username: str = ""
    role: RoleRef | None = None
    spot: Spot = None
    where: str = ""
    since: date = date.min
    user: User | None = None
    posted: bool = False
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    """(code, column, words)."""
    doubts: list[str] = field(default_factory=list)

    def wrong(self, code: str, column: str, words: str) -> None:
        self.kind = REFUSED
        self.problems.append((code, column, words))

    @property
    def there(self) -> tuple[str, int, int]:
        """Role and place as a key."""
        key = self.role.key if self.role else ""
        at = type(self.spot).__name__ == "Place"
        pk = self.spot.pk if self.spot else 0
        return key, pk if at else 0, 0 if at else pk


@dataclass(slots=True)
class Plan:
    """All lines of a list, judged together."""

    roster: Roster
    wants: list[Want]

    def count(self, kind: str) -> int:
        return sum(want.kind == kind for want in self.wants)

    @property
    def digest(self) -> str:
        """Two plans that would do the same have the same one."""
        said = [
            (w.line, w.kind, w.username, w.there, w.name, w.phone, str(w.since), w.changes)
            for w in self.wants
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def plan(office: Office, roster: Roster) -> Plan:
    placing, known = Placing(office), Known(office)
    wants = [_want(office, roster, entry, placing) for entry in roster.entries]
    _meet(wants, known)
    for want in _good(wants):
        known.judge(want)
    _name(wants, known)
    return Plan(roster, wants)


def _good(wants: list[Want]) -> Iterator[Want]:
    return (want for want in wants if want.kind != REFUSED)


def _want(office: Office, roster: Roster, entry: Entry, placing: Placing) -> Want:
    want = Want(entry.line)
    for key, at in roster.columns.items():
        if trouble := roster.troubles.get((entry.line, at + 1)):
            want.wrong(f"roster.{trouble}", TOLD.get(key, "地方"), LOST)
    _person(want, entry)
    want.since = _day(want, entry["since"], office.day)
    placing.place(want, entry)
    return want


def _person(want: Want, entry: Entry) -> None:
    person = Person(*(" ".join(entry[key].split()) for key in ("name", "phone")))
    try:
        person = Person.typed(person.name, person.phone)
    except Refused as refused:
        for problem in refused:
            want.wrong(problem.code, TOLD[problem.place.question], problem.text)
    want.name, want.phone, want.username = person.name, person.phone, entry["username"]
    if want.username and not USERNAME.fullmatch(want.username):
        words = "用户名只能是汉字、字母或数字，中间不留空格"
        want.wrong("post.username", TOLD["username"], words)


def _day(want: Want, text: str, today: date) -> date:
    if not text:
        return today
    match = DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else _no_day()
    except ValueError:
        words = f"没有“{text}”这个日期，请写成2026-03-01这样"
        want.wrong("post.since", TOLD["since"], words)
        return today


def _no_day() -> date:
    raise ValueError


def _meet(wants: list[Want], known: Known) -> None:
    """Lines of one list against each other."""
    by_name: dict[str, Want] = {}
    lines: dict[tuple[object, ...], Want] = {}
    alike: dict[tuple[str, str], Want] = {}
    for want in _good(wants):
        key = (want.username.lower() or (want.name, want.phone), want.there)
        if (first := lines.setdefault(key, want)) is not want:
            want.wrong("roster.line-twice", "", f"和第{first.line}行相同，请删去一行")
            continue
        if want.username:
            first = by_name.setdefault(want.username.lower(), want)
            want.username = first.username
            if (first.name, first.phone) != (want.name, want.phone):
                words = f"和第{first.line}行的用户名相同，姓名或电话不同，请改成一样的"
                want.wrong("post.person-differs", TOLD["username"], words)
        elif want.phone and (first := alike.setdefault((want.name, want.phone), want)) is not want:
            want.doubts.append(
                f"和第{first.line}行同名同电话，会开两个账号。是同一个人的，两行写同一个用户名"
            )


def _name(wants: list[Want], known: Known) -> None:
    """A user name for every new account that the list gives none, in the order of its lines."""
    taken = Counter(w.username.lower() for w in wants if w.username)
    for want in wants:
        if want.kind == NEW and not want.username:
            want.username = known.free(want.spot, taken)
            taken[want.username] += 1


def posts_of(plan: Plan, users: dict[str, User]) -> list[Post]:
    """The rows that the plan adds."""
    return [
        Post(
            user=want.user or users[want.username],
            role=want.role.key,
            place_id=want.there[1] or None,
            body_id=want.there[2] or None,
            since=want.since,
        )
        for want in _good(plan.wants)
        if not want.posted and want.role
    ]
