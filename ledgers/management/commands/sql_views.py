"""Makes, looks after and takes away the SQL views of ledgers that analysts read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from forms_catalog.problems import Refused
from ledgers import sql_views
from ledgers.registry import all_live

WORDS = {
    sql_views.FRESH: "是现在的样子",
    sql_views.STALE: "台账改过，要重建",
    sql_views.MISSING: "还没有建",
    sql_views.ORPHAN: "台账已经没有了，可以删去",
}


class Command(BaseCommand):
    """`sql_views [LEDGER …]` makes them anew, `--check` says which are stale, `--drop` removes them."""

    help = "给做统计分析的人建只读的 SQL 视图，一个台账一个"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledgers", nargs="*", help="只做这些台账；不写就是全部")
        parser.add_argument("--drop", action="store_true", help="删去视图，不动数据")
        parser.add_argument("--guarded", action="store_true", help="没有加密的3级敏感的列也放进去")
        parser.add_argument("--check", action="store_true", help="只说出哪些要重建；有就以 1 结束")

    def handle(self, *args: Any, **options: Any) -> None:
        known = sorted(all_live())
        if wrong := [key for key in options["ledgers"] if key not in known]:
            raise CommandError(f"没有“{wrong[0]}”这个台账。有：{'、'.join(known)}")
        keys = options["ledgers"] or known
        if options["check"]:
            self._check({sql_views.name_of(key) for key in keys}, whole=not options["ledgers"])
        elif options["drop"]:
            self._drop(keys, whole=not options["ledgers"])
        else:
            self._make(keys, options["guarded"])

    def _check(self, names: set[str], whole: bool) -> None:
        told = {name: how for name, how in sql_views.state().items() if whole or name in names}
        for name, how in told.items():
            self.stdout.write(f"{name}  {WORDS[how]}")
        old = [name for name, how in told.items() if how in (sql_views.STALE, sql_views.ORPHAN)]
        if old:
            raise CommandError(f"{len(old)}个视图不是现在的样子", returncode=1)

    def _drop(self, keys: list[str], whole: bool) -> None:
        names = list(sql_views.standing()) if whole else [sql_views.name_of(key) for key in keys]
        try:
            gone = sql_views.drop(names)
        except DatabaseError:
            raise CommandError("有别的视图用着它们，先删去那些") from None
        self.stdout.write(f"删去了{len(gone)}个视图，数据没有动")

    def _make(self, keys: list[str], guarded: bool) -> None:
        for key in keys:
            try:
                self.stdout.write(sql_views.make(key, guarded))
            except Refused as refused:
                raise CommandError("。".join(p.text for p in refused.problems)) from None
            except DatabaseError:
                name = sql_views.name_of(key)
                raise CommandError(f"“{name}”建不了：也许有别的视图用着它") from None
