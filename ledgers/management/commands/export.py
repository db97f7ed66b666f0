"""`manage.py export LEDGER FILE`: the records that somebody may take along, as a workbook or as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ledgers.exchange.agreeing import took
from ledgers.exchange.giving import YES, Giving, layout_named, right
from ledgers.management.acting import ledger_of, person
from ledgers.queries import Ask


class Command(BaseCommand):
    """The same as the button of the list; the ending of the file says which."""

    help = "把一个台账导出成 .xlsx 或 .csv"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledger", help="台账或表的标识")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", default="", help="用谁的账号")

        parser.add_argument("--layout", default="", help="按哪个导出版式；不写就是全部列")

    def handle(self, *args: Any, **options: Any) -> None:
        ledger, path = ledger_of(options["ledger"]), options["file"]
        if path.suffix not in (".xlsx", ".csv"):
            raise CommandError("文件名要以 .xlsx 或 .csv 结尾")
        user = person(options["username"], lambda one: right(one, ledger) == YES, "导出")
        if options["layout"] and layout_named(ledger, options["layout"]) is None:
            names = "、".join(item.name for item in ledger.rules.exports) or "没有"
            raise CommandError(f"没有“{options['layout']}”这个版式。有：{names}")
        giving = Giving(user, ledger, Ask(layout=options["layout"]))
        if not giving.alone():
            raise CommandError(f"超过{settings.EXPORT_ALONE}份，要先在网页上申请，由另一个人批准")
        try:
            with path.open("wb") as target:
                giving.write_xlsx(target) if path.suffix == ".xlsx" else giving.write_csv(target)
        except OSError:
            raise CommandError(f"写不了文件：{path}") from None
        took(giving, path.suffix[1:])
        self.stdout.write(f"导出{giving.count}份到 {path.name}")
