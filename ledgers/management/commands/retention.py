"""`manage.py retention`: what is over and waits for somebody's word; looks anew when asked."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from ledgers.keeping import listing
from ledgers.registry import live_by_id

WORDS = {
    listing.LISTED: "等人同意",
    listing.AGREED: "正在清除",
    listing.ERASED: "已清除",
    listing.BROKEN: "历史对不上，没有清除",
}


class Command(BaseCommand):
    """Numbers only; agreeing is done on the page, by a person."""

    help = "保存期满的记录：各台账有多少份"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="各台账有多少份，到了哪一步")
        acts.add_parser("look", help="现在就查一遍（每天夜里会自己查）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "look":
            listing.refresh(lambda looked: None)
        rows = listing.rows_of().order_by().values_list("ledger_id", "status")
        counted = list(rows.annotate(n=Count("*")).order_by("ledger_id", "status"))
        for ledger, status, count in counted:
            self.stdout.write(f"{live_by_id(ledger).title}\t{WORDS[status]}\t{count:,}份")
        if not counted:
            self.stdout.write("没有保存期满的记录")
