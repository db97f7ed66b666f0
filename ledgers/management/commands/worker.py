"""`manage.py worker`: does what was asked for in the background."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ledgers.worker.loop import Worker, signalled
from ledgers.worker.parent import end_with


class Command(BaseCommand):
    """One process, one task at a time; any number of them may run."""

    help = "做后台的事（导入等）；serve 会自带一个"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完现在等着的就结束")
        parser.add_argument("--parent", type=int, default=0, help="随这个进程一起结束")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(options["parent"])
        with signalled(worker):
            end_with(options["parent"])
            worker.run(once=options["once"])
