"""What is written: a record with its past, through the gate, and the same rows of the native table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import transaction

from ledgers.clock import now
from ledgers.inserting import insert
from ledgers.intake import accept
from ledgers.models import BlindIndex, Change, Record, Submission
from ledgers.submission import Part
from ledgers.submission import Submission as Sitting

from . import native
from .cpu import Cpu, written
from .fill import Tables
from .house import House

ROUNDS = 60
WARM = 5


@contextmanager
def alone() -> Iterator[None]:
    """A record and its change without the duties and messages that follow, which no native table has."""
    with (
        mock.patch("ledgers.intake.writing.duties.follow"),
        mock.patch("ledgers.intake.writing.happened"),
    ):
        yield


class Writing:
    """Sends sittings by turns to the gate and to the native tables."""

    def __init__(self, house: House, tables: Tables, rest: Iterator[Any]) -> None:
        self.house, self.ledger, self.rest = house, house.ledger, rest
        self.row, self.past, self.sent = tables
        self.full: dict[str, list[float]] = {"create": [], "update": []}
        """Milliseconds of what is written, duties and messages too."""
        self.bare: dict[str, list[float]] = {"create": [], "update": []}
        self.gate: dict[str, list[float]] = {"create": [], "update": []}
        """Milliseconds of the whole of `accept`, reading and judging too."""

    def creating(self) -> tuple[float, float]:
        """Milliseconds of what is written: native, ours."""
        return self._in_turns(self._create)

    def updating(self) -> tuple[float, float]:
        rows = Record.objects.unscoped("whom to change").filter(ledger=self.ledger.id)
        self.known = iter(
            list(rows.order_by("id").values_list("pk", "uid", "opened_by")[: 2 * (ROUNDS + WARM)])
        )
        return self._in_turns(self._update)

    def _in_turns(self, pair: Callable[[int], tuple[float, float]]) -> tuple[float, float]:
        times = [pair(turn) for turn in range(ROUNDS + WARM)][WARM:]
        return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)

    def _create(self, turn: int) -> tuple[float, float]:
        self._accept("create", next(self.rest))
        with alone():
            ours = self._written("create", next(self.rest))
        kept = self._last()
        own = native.values(self.ledger, kept)
        digest = BlindIndex.objects.filter(record=kept["id"]).values_list("digest", flat=True)[0]
        row = kept | own | {"digest": bytes(digest)}
        return written(lambda: self._insert(row)), ours

    def _last(self) -> dict[str, Any]:
        rows = Record.objects.unscoped("what was just written").filter(ledger=self.ledger.id)
        return dict(rows.order_by("-id").values()[0])

    @transaction.atomic
    def _insert(self, row: Mapping[str, Any]) -> None:
        """As the gate does: the sitting, the row, its key, the change."""
        sent = self._send()
        fields = {field.attname for field in self.row._meta.concrete_fields} - {"id"}
        insert(self.row, [{name: row[name] for name in fields}])
        pk = self.row._default_manager.values_list("pk", flat=True).get(uid=row["uid"])
        self._change(pk, 1, sent, row["id"])

    def _send(self) -> int:
        """The same that the gate just noted down, under a key of its own."""
        made = dict(Submission.objects.order_by("-id").values()[0])
        made["key"] = Sitting.new_key()
        made.pop("id")
        insert(self.sent, [made])
        return int(self.sent._default_manager.values_list("pk", flat=True).get(key=made["key"]))

    def _change(self, pk: int, version: int, sent: int, record: int) -> None:
        rows = Change.objects.unscoped("what the gate just wrote").filter(record=record)
        made = dict(rows.order_by("-version").values()[0])
        made.pop("id")
        insert(self.past, [made | {"record_id": pk, "version": version, "submission_id": sent}])

    def _update(self, turn: int) -> tuple[float, float]:
        """One answer that is a column and one that is none."""
        answers = {"class_name": f"{turn}班", "residence_detail": f"河湾组{turn}号"}
        self._accept("update", self._changed(next(self.known), answers))
        pk, *_ = known = next(self.known)
        with alone():
            ours = self._written("update", self._changed(known, answers))
        kept = dict(Record.objects.unscoped("as it is now").filter(pk=pk).values()[0])
        assert kept["version"] == 2
        return written(lambda: self._rewrite(kept, answers)), ours

    def _changed(self, known: tuple[int, Any, int], answers: Mapping[str, Any]) -> Sitting:
        _, uid, actor = known
        part = Part(self.ledger.key, answers, str(uid), "update")
        user = next(user for user, _ in self.house.directors.values() if user.pk == actor)
        return Sitting(Sitting.new_key(), "web", user, None, (part,), now())

    @transaction.atomic
    def _rewrite(self, kept: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
        sent = self._send()
        own = native.values(self.ledger, kept)
        values = {f"q_{name}": own[f"q_{name}"] for name in answers}
        rows = self.row._default_manager.filter(uid=kept["uid"], version=1)
        pk = rows.values_list("pk", flat=True)[0]
        same = self.row._default_manager.filter(pk=pk, version=1)
        assert same.update(**values, version=2, updated_at=kept["updated_at"]) == 1
        self._change(pk, 2, sent, kept["id"])

    def _accept(self, what: str, sitting: Any) -> None:
        """All that the gate does, with what follows."""
        cpu = Cpu()
        start = cpu.begin()
        self.full[what].append(self._sent(sitting))
        self.gate[what].append((cpu.end() - start) * 1000)

    def _written(self, what: str, sitting: Any) -> float:
        self.bare[what].append(self._sent(sitting))
        return self.bare[what][-1]

    def _sent(self, sitting: Any) -> float:
        """Milliseconds written."""
        found: list[Any] = []
        took = written(lambda: found.append(accept(sitting)))
        assert found[0].ok, found[0].problems
        return took

    def whole(self, what: str) -> float:
        return statistics.median(self.gate[what][WARM:])

    def besides(self, what: str) -> float:
        """Milliseconds that duties and messages add to what is written, their part of the commit too."""
        full, bare = (statistics.median(found[what][WARM:]) for found in (self.full, self.bare))
        return max(0.0, full - bare)
