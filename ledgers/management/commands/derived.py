"""Looks whether derived columns hold what they should, or works all of them out anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledgers.derived.checking import verify
from ledgers.derived.filling import fill, fill_now, ordered
from ledgers.derived.house import house
from ledgers.models import Ledger
from ledgers.registry import forget
from ledgers.worker import BULK, enqueue

MOST_SHOWN = 50


class Command(BaseCommand):
    """`derived verify [LEDGER]` ends with 1 where something differs; `derived rebuild [LEDGER]`."""

    help = "核对或重算由别的记录得来的列"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "rebuild"], help="verify 核对，rebuild 重算")
        parser.add_argument("ledger", nargs="?", default="", help="只做这一个台账")
        parser.add_argument("--now", action="store_true", help="重算：就在这里做完，不交给后台")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = _keys(options["ledger"])
        if options["what"] == "verify":
            self._verify(keys)
        else:
            self._rebuild(keys, options["now"])

    def _verify(self, keys: list[str]) -> None:
        found = [difference for key in keys for difference in verify(key)]
        for one in found[:MOST_SHOWN]:
            self.stdout.write(f"{one.ledger}  {one.number}  {one.column}")
        if len(found) > MOST_SHOWN:
            self.stdout.write(f"……还有{len(found) - MOST_SHOWN}处")
        if found:
            raise CommandError(f"{len(found)}处不对。用 derived rebuild 重算", returncode=1)
        self.stdout.write(f"核对了{len(keys)}个台账，都对")

    def _rebuild(self, keys: list[str], now: bool) -> None:
        Ledger.objects.filter(key__in=keys).update(filled={})
        forget()
        for key in keys:
            if now:
                fill_now(key)
            else:
                enqueue(fill, key, asked_by=None, unique=f"derived:{key}", priority=BULK)
        done = "重算好了" if now else "交给后台重算"
        self.stdout.write(f"{len(keys)}个台账，{done}")


def _keys(asked: str) -> list[str]:
    known = list(ordered(house()))
    if asked and asked not in known:
        raise CommandError(f"台账“{asked}”没有由别的记录得来的列")
    return [asked] if asked else known
