"""`manage.py keys`: which keys the house has, a new one, an old one taken away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from forms_catalog.problems import Refused
from ledgers.chores.renewed_keys import renewed_keys
from ledgers.clock import now
from ledgers.sealing import KeysMissing, turning
from ledgers.worker import BULK, enqueue

USES = {"seal": "加密", "index": "查重"}


class Command(BaseCommand):
    """Works on the key file beside a running site, which sees the change by itself."""

    help = "密钥：列出、换新、去掉旧的"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="有哪些密钥，用了多久，各管着多少条")
        acts.add_parser("rotate", help="换上新密钥，旧资料由后台慢慢换过去")
        acts.add_parser("retire", help="去掉没有人用的旧密钥").add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except KeysMissing:
            text = "密钥文件找不到，或者不是这里的。从备份里把它放回原处，不要新建"
            raise CommandError(text) from None
        except Refused as refused:
            found = next(iter(refused))
            raise CommandError(f"{found.text}。{found.remedy}") from None

    def _list(self, options: dict[str, Any]) -> None:
        for key in turning.standing():
            self.stdout.write(f"{key.name}\t{USES[key.use]}\t{_age(key)}\t{_standing(key)}")

    def _rotate(self, options: dict[str, Any]) -> None:
        names = turning.rotate()
        task = enqueue(renewed_keys, asked_by=None, unique="keys", priority=BULK)
        if names:
            self.stdout.write(f"已换上新密钥：{'、'.join(names)}。请马上把密钥文件再备份一份")
        else:
            self.stdout.write(f"上次换的还有{turning.waiting():,}条没有换完，接着换")
        self.stdout.write(f"旧资料由后台换过去，进度在“后台”页上看（{task[:8]}）")

    def _retire(self, options: dict[str, Any]) -> None:
        turning.retire(options["name"])
        enqueue(renewed_keys, asked_by=None, unique="keys", priority=BULK)
        self.stdout.write(f"已去掉“{options['name']}”。请把密钥文件再备份一份")


def _age(key: turning.Key) -> str:
    days = (now() - key.since).days
    return f"{timezone.localdate(key.since)}起，{days}天"


def _standing(key: turning.Key) -> str:
    if key.current:
        return f"正在用，管着{key.needed:,}条"
    if key.needed:
        return f"旧的，还有{key.needed:,}条没有换过去"
    return "旧的，没有人用了，可以 keys retire"
