"""Who is meant: posts at a place of the tree or at a body, people of the record, a telephone in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from forms_catalog.ports import ports
from people.models import Post, User
from people.paths import line_of, range_of
from people.prepared import Prepared

from .. import errands
from ..clock import today
from .ground import Ground

SPEC = re.compile(r"([a-z][a-z0-9_]*)@([a-z_][a-z0-9_]*)(?:\(([a-z_][a-z0-9_.]*)\))?")
PHONE = re.compile(r"\$\{([a-z][a-z0-9_.]*)\}")
PEOPLE = ("_actor", "_filler", "_responsible")
RECORD, BODY = "record", "body"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account, or nobody of the house with a telephone; neither when nobody was found."""

    spec: str
    user: int | None = None
    phone: str = ""
    email: str = ""

    @property
    def found(self) -> bool:
        return self.user is not None or bool(self.phone)

    @property
    def outside(self) -> bool:
        return self.user is None


type Person = tuple[int, str, str]
"""Key, telephone, e-mail address."""
_PERSON = ("user_id", "user__phone", "user__email")


class Resolver:
    """Asks for the holders of a post once, however many records lie there."""

    def __init__(self) -> None:
        self._posts: dict[tuple[str, str, str], list[Person]] = {}
        self._users: dict[int, Person | None] = {}

    def all_of(self, specs: Iterable[str], ground: Ground, actor: int | None) -> list[Recipient]:
        """Everybody once, by the first words that mean them; a Recipient without anybody for
        words that mean nobody."""
        found: dict[int | str, Recipient] = {}
        for spec in specs:
            people = list(self._of(spec, ground, actor)) or [Recipient(spec)]
            for one in people:
                found.setdefault(one.user or one.phone or spec, one)
        return list(found.values())

    def _of(self, spec: str, ground: Ground, actor: int | None) -> Iterator[Recipient]:
        if phone := PHONE.fullmatch(spec):
            number = telephone(ground, phone[1])
            if number:
                yield Recipient(spec, None, number)
            return
        people = (
            self._people(spec, ground, actor) if spec in PEOPLE else self._posts_of(spec, ground)
        )
        for pk, number, email in people:
            yield Recipient(spec, pk, number, email)

    def _people(self, spec: str, ground: Ground, actor: int | None) -> Iterator[Person]:
        record = ground.record
        pk = actor if spec == "_actor" else None
        if record is not None and spec == "_filler":
            pk = record.opened_by_id
        if record is not None and spec == "_responsible":
            pk = errands.responsible(record.pk)
        if pk is not None and (person := self._user(pk)):
            yield person

    def _user(self, pk: int) -> Person | None:
        if pk not in self._users:
            found = User.objects.filter(pk=pk, is_active=True).first()
            self._users[pk] = (found.pk, found.phone, found.email) if found else None
        return self._users[pk]

    def _posts_of(self, spec: str, ground: Ground) -> list[Person]:
        told = SPEC.fullmatch(spec)
        if told is None:
            return []
        role, where, of = told.groups()
        if of:
            place = _place_named(ground, of)
            return self._at(role, _above(place, where))
        if where == RECORD:
            return self._at_record(role, ground.place)
        if where in _levels(ground.place):
            return self._at(role, _above(ground.place, where))
        if where == BODY and BODY not in ground.questions:
            return self._near_body(role, ground)
        question, answer = ground.answer(where)
        if question is not None and question.type == "body":
            return self._in(role, [str(answer)]) if answer else []
        return self._at(role, _place_named(ground, where))

    def _at_record(self, role: str, path: str) -> list[Person]:
        """Where the record is or the next place above; all below where it lies higher than the role."""
        for above in reversed(line_of(path) if path else ()):
            if found := self._at(role, above):
                return found
        if not path:
            return []
        low, high = range_of(path)
        return self._held((role, path, "in"), Q(place__path__gte=low, place__path__lt=high))

    def _near_body(self, role: str, ground: Ground) -> list[Person]:
        """Bodies that the record names; else those of its place, the nearest first."""
        named = [
            str(answer)
            for name, question in ground.questions.items()
            if question.type == "body" and isinstance(answer := ground.answer(name)[1], str)
        ]
        if named and (found := self._in(role, named)):
            return found
        for path in reversed(line_of(ground.place) if ground.place else ()):
            if found := self._held((role, path, ""), Q(body__place__path=path)):
                return found
        return []

    def _at(self, role: str, path: str) -> list[Person]:
        key = (role, path, "at")
        if path and key not in self._posts:
            self._posts[key] = [*map(tuple, _holders(role=role, path=path, day=today()))]
        return self._posts[key] if path else []

    def _in(self, role: str, bodies: list[str]) -> list[Person]:
        return self._held((role, " ".join(bodies), "in"), Q(body__key__in=bodies))

    def _held(self, key: tuple[str, str, str], where: Q) -> list[Person]:
        if key not in self._posts:
            rows = Post.objects.on(today()).filter(where, role=key[0], user__is_active=True)
            self._posts[key] = list(rows.order_by("user_id").values_list(*_PERSON).distinct())
        return self._posts[key]


@Prepared
def _holders(role: Any, path: Any, day: Any) -> Any:
    rows = Post.objects.on(day).filter(role=role, place__path=path, user__is_active=True)
    return rows.order_by("user_id").values_list(*_PERSON).distinct()


def telephone(ground: Ground, name: str) -> str:
    """What a question of the record has for a telephone, or one of a record that it points at."""
    link, _, inner = name.partition(".")
    if inner:
        other = ground.linked(link)
        return telephone(other, inner) if other else ""
    answer = ground.answer(name)[1]
    return answer if isinstance(answer, str) else ""


def _place_named(ground: Ground, name: str) -> str:
    """The path of the place that an answer names, or that the engine's own name says."""
    answer = ground.answer(name)[1] if not name.startswith("_") else ground.name(name)
    path = answer if isinstance(answer, str) else ""
    return path if path and ports.places.place(path) else ""


def _levels(path: str) -> set[str]:
    return {ref.level for ref in ports.places.ancestors(path)} if path else set()


def _above(path: str, level: str) -> str:
    """The place of that level that the path lies in."""
    found = ports.places.ancestors(path) if path else ()
    return next((ref.path for ref in found if ref.level == level), "")
