"""Works the duties of ledgers out anew, runs the day, or says what a cadence would cost a place."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledgers.duties import saying, working
from ledgers.duties.house import house
from ledgers.registry import live


class Command(BaseCommand):
    """`duties plan [LEDGER] [--now]`, `duties day`."""

    help = "重排定期要做的事，或者跑一遍今天的"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["plan", "day"], help="plan 重排，day 跑今天的")
        parser.add_argument("ledger", nargs="?", default="", help="只做这一个台账")
        parser.add_argument("--now", action="store_true", help="就在这里做完，不交给后台")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = _keys(options["ledger"])
        if options["what"] == "plan":
            self._plan(keys, options["now"])
        else:
            self._day(keys)

    def _plan(self, keys: list[str], now: bool) -> None:
        for key in keys:
            ledger = live(key)
            assert ledger is not None
            if now:
                self.stdout.write(f"{key}  {working.plan_now(ledger)}")
            else:
                working.ask(key)
        self.stdout.write(f"{len(keys)}个台账，{'排好了' if now else '交给后台重排'}")

    def _day(self, keys: list[str]) -> None:
        for key in keys:
            ledger = live(key)
            assert ledger is not None
            if names := working.timely(ledger):
                list(working.through(ledger, 0, names))
        told = sum(saying.say(pks) for pks in saying.due_now())
        self.stdout.write(f"写好了{told}条提醒")


def _keys(asked: str) -> list[str]:
    known = sorted(house().of)
    if asked and asked not in known:
        raise CommandError(f"台账“{asked}”没有定期要做的事")
    return [asked] if asked else known
