"""Which questions a person sees not at all, masked, or clear though sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.definition import Access, load
from forms_catalog.definition import Ledger as Rules
from forms_catalog.models import Edition
from people.posts import PostView

from .registry import Live
from .scope import reach

type Names = frozenset[str]
NONE: Names = frozenset()
FILES = frozenset({"file", "photo", "signature"})
"""Uploads have no mask: who may see the record may open them."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """By names of questions; from `afar`, through a share, nothing is in clear."""

    hidden: Names
    masked: Names
    clear: Names
    afar: bool = False

    def veils(self, name: str) -> bool:
        """Whether the rules of access mask it; what is sealed is masked beside that."""
        return self.afar or name in self.masked


PLAIN = Eyes(NONE, NONE, NONE)
"""Nothing is hidden or masked beside what is sealed."""


def eyes(user: Any, ledger: Live, path: str) -> Eyes:
    """What the posts at the record's place show."""
    return eyes_of(reach(user).posts, ledger, path)


def eyes_of(posts: Sequence[PostView], ledger: Live, path: str) -> Eyes:
    near = [post for post in posts if post.place_path and path.startswith(post.place_path)]
    return _of_roles(ledger, tuple(post.role for post in near))


def strictest(user: Any, ledger: Live) -> Eyes:
    """What may be asked of all records at once: nothing that is kept back at any of the places."""
    found = _at_roots(user, ledger)
    masked = NONE.union(*(item.masked for item in found))
    return Eyes(NONE.union(*(item.hidden for item in found)), masked, NONE)


def unseen(user: Any, ledger: Live) -> Names:
    """Hidden at every place."""
    found = _at_roots(user, ledger)
    return found[0].hidden.intersection(*(item.hidden for item in found))


def barred(user: Any, ledger: Live) -> Names:
    """By which no list may be ordered, searched or narrowed: the answer would tell it."""
    found = strictest(user, ledger)
    names = found.hidden | found.masked
    return names | AGES if ledger.rules.age_of in names else names


AGES = frozenset({"_age", "_turns_14", "_turns_16", "_turns_18"})
"""What the engine makes of the date that a ledger's ages are reckoned from."""


def _at_roots(user: Any, ledger: Live) -> list[Eyes]:
    """Further in, posts are only added, so that more is seen."""
    return [eyes(user, ledger, path) for path in reach(user).paths.get(ledger.id, ("",))]


@lru_cache(maxsize=256)
def _of_roles(ledger: Live, roles: tuple[str, ...]) -> Eyes:
    """Over several posts the more generous one wins; from afar, none is clear."""
    rules = [access for role in roles if (access := ledger.rules.role(role))]
    found = [_of_role(ledger, access) for access in rules]
    if not found:
        return Eyes(NONE, ledger.derived.union(ledger.questions), NONE, afar=True)
    return Eyes(
        NONE.union(found[0].hidden).intersection(*(item.hidden for item in found)),
        NONE.union(found[0].masked).intersection(*(item.masked for item in found)),
        NONE.union(*(item.clear for item in found)),
    )


def _of_role(ledger: Live, access: Access) -> Eyes:
    """What the rules say of today's questions, and of those that only older editions ask."""
    was = _former(ledger.key, ledger.edition, ledger.form_edition, ledger.rows_of)
    gone = was.get(access.name, (NONE, NONE))
    clear = _with_old_names(ledger, access.clear)
    return Eyes(
        _with_old_names(ledger, access.hidden) | gone[0],
        _with_old_names(ledger, access.masked) | gone[1] | (_sealed_since(ledger) - clear),
        clear,
    )


def _sealed_since(ledger: Live) -> Names:
    """What is sealed today and stands open in records of earlier editions: the rule holds for those too."""
    sealed = {name for name, q in ledger.questions.items() if q.sealed and q.type not in FILES}
    if not sealed:
        return NONE
    names = _with_old_names(ledger, tuple(sorted(sealed)))
    return names & _open_once(ledger.bundle.form.id, ledger.form_edition)


@lru_cache(maxsize=64)
def _open_once(form: str, before: int) -> Names:
    """The questions that any earlier edition of a form kept open."""
    rows = Edition.objects.filter(kind="form", key=form, pk__lt=before)
    found = (editions.bundle(pk).part() for pk in rows.values_list("pk", flat=True))
    return frozenset(question.name for part in found for question in part if not question.sealed)


def _with_old_names(ledger: Live, names: tuple[str, ...]) -> Names:
    found = (ledger.questions.get(name) for name in names)
    was = {question.was for question in found if question and question.was}
    return frozenset(names) | (was - ledger.questions.keys())


@lru_cache(maxsize=64)
def _former(key: str, edition: int, form: int, rows: str) -> Mapping[str, tuple[Names, Names]]:
    """Role -> what any earlier edition of the ledger hid or masked that is not asked any more."""
    own = {question.name: question for question in editions.bundle(form).part()}
    asked = {column.name for column in own[rows].questions} if rows else own.keys()
    hidden, masked = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    before = Edition.objects.filter(kind="ledger", key=key, pk__lt=edition)
    for pk in before.values_list("pk", flat=True):
        rules = load(editions.canonical(pk)["template"])
        assert isinstance(rules, Rules)
        for access in rules.access:
            hidden[access.name] |= set(access.hidden) - asked
            masked[access.name] |= set(access.masked) - asked
    roles = hidden.keys() | masked.keys()
    return {role: (frozenset(hidden[role]), frozenset(masked[role])) for role in roles}
