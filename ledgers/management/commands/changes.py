"""`manage.py changes verify`: whether the history of every record is whole."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ledgers.ids import show_number, tidy_number
from ledgers.keeping.chain import Break, walked
from ledgers.management.acting import ledger_of
from ledgers.models import Record
from ledgers.protect import ProtectedQuerySet

WORDS = {
    "missing": "少了这一版",
    "order": "和前一版接不上",
    "words": "内容和当时记下的不一样",
    "left": "清除以后剩下的内容被改过",
    "erased": "清除的记载对不上",
    "end": "最后几版不见了",
}


class Command(BaseCommand):
    """Reads everything, writes nothing; ends with 1 when a chain is broken."""

    help = "查历史：每份记录的历次改动是不是完整、没有被人动过"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="逐份核对")
        verify.add_argument("--ledger", default="", help="只查一个台账")
        verify.add_argument("--record", default="", help="只查一份记录（编号）")

    def handle(self, *args: Any, **options: Any) -> None:
        looked, broken = 0, 0
        for _, found in walked(_rows(options)):
            looked += 1
            broken += bool(found)
            for one in found:
                self.stdout.write(_line(one))
        if broken:
            self.stderr.write(f"查了{looked:,}份，{broken:,}份的历史不完整")
            sys.exit(1)
        self.stdout.write(f"查了{looked:,}份，历史都完整")


def _rows(options: dict[str, Any]) -> ProtectedQuerySet:
    rows = Record.objects.unscoped("the chain is verified, nothing is shown")
    if options["ledger"]:
        rows = rows.filter(ledger=ledger_of(options["ledger"]).id)
    if options["record"]:
        rows = rows.filter(number=tidy_number(options["record"]))
    return rows


def _line(one: Break) -> str:
    return f"{show_number(one.number)} 第{one.version}版：{WORDS[one.what]}"
