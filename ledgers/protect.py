"""A manager whose every answer needs a scope: forgetting to ask whose eyes is an error, not a leak."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from django.db import models


class NoScope(RuntimeError):
    """A protected table was read or written without `.visible_to(user)` or `.unscoped("why")`."""


class ProtectedQuerySet(models.QuerySet[Any, Any]):
    """Raises on every terminal method until a scope was chosen."""

    _scope: str = ""
    _through: str = ""

    def visible_to(self, user: Any, ledger: Any = None) -> Self:
        """What this person's posts and shares reach; `ledger` narrows it to one live ledger."""
        from .scope import reach

        found: Self = self.filter(reach(user).condition(self._through, ledger))
        found._scope = "user"
        return found

    def unscoped(self, why: str) -> Self:
        """Everything; `why` is for the reader of the code and may not be empty."""
        if not why:
            raise NoScope("say why")
        found: Self = self.all()
        found._scope = why
        return found

    def _guard(self) -> None:
        if not self._scope:
            raise NoScope(f"{self.model.__name__}: call visible_to(user) or unscoped(why) first")

    def _clone(self) -> Self:
        found = super()._clone()  # type: ignore[misc]
        found._scope, found._through = self._scope, self._through
        return found  # type: ignore[no-any-return]

    def _fetch_all(self) -> None:
        self._guard()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._guard()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._guard()
        return super().count()

    def exists(self) -> bool:
        self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._guard()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._guard()
        return super().delete()

    def aiterator(self, chunk_size: int = 2000) -> AsyncIterator[Any]:
        self._guard()
        return super().aiterator(chunk_size)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._guard()
        return super().resolve_expression(*args, **kwargs)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Self:
        _guard_all(self, *others)
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc,no-any-return]

    def union(self, *others: Any, all: bool = False) -> Self:
        _guard_all(self, *others)
        return super().union(*others, all=all)

    def __and__(self, other: Any) -> Self:
        _guard_all(self, other)
        return super().__and__(other)

    def __or__(self, other: Any) -> Self:
        _guard_all(self, other)
        return super().__or__(other)

    def __xor__(self, other: Any) -> Self:
        _guard_all(self, other)
        return super().__xor__(other)

    def explain(self, **kwargs: Any) -> str:  # type: ignore[override]
        self._guard()
        return super().explain(**kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise NoScope("raw queries go around the gate")


def _guard_all(*rows: Any) -> None:
    """What is put together is as protected as its least protected part."""
    for found in rows:
        if isinstance(found, ProtectedQuerySet):
            found._guard()


class Protected(models.Manager[Any]):
    """The manager of a protected table; `through` is the path from it to the record ('record__')."""

    def __init__(self, through: str = "") -> None:
        super().__init__()
        self.through = through

    def get_queryset(self) -> ProtectedQuerySet:
        found = ProtectedQuerySet(self.model, using=self._db)
        found._through = self.through
        return found

    def visible_to(self, user: Any, ledger: Any = None) -> ProtectedQuerySet:
        return self.get_queryset().visible_to(user, ledger)

    def unscoped(self, why: str) -> ProtectedQuerySet:
        return self.get_queryset().unscoped(why)
