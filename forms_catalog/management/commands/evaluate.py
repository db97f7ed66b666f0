"""`manage.py evaluate --stdin`: expressions as JSON lines in, values or problems as JSON lines out."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from forms_catalog.expressions import evaluate_text
from forms_catalog.problems import Refused

LONGEST = 1_000_000


class Command(BaseCommand):
    """Tools and tests ask the judge; nothing is read from or written to the database."""

    help = '计算算式：每行一个 {"expr", "answers", "now"}，每行回一个 {"value"} 或 {"problem"}'

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="从标准输入逐行读")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["stdin"]:
            raise CommandError("请加 --stdin，把算式一行一个写在标准输入里")
        for line in iter(lambda: sys.stdin.readline(LONGEST + 1), ""):
            if line.strip():
                self.stdout.write(json.dumps(answer(line), ensure_ascii=False))


def answer(line: str) -> dict[str, Any]:
    """What is written for one line; a line that is no question is a problem too."""
    try:
        asked = json.loads(line)
        expr, answers = asked["expr"], asked.get("answers") or {}
        now = _now(asked.get("now"))
        if not isinstance(expr, str) or not isinstance(answers, dict):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {"problem": {"code": "evaluate.bad-line", "start": 0, "end": 0}}
    try:
        return {"value": evaluate_text(expr, answers, now)}
    except Refused as refused:
        found = refused.problems[0]
        place = found.place
        return {"problem": {"code": found.code, "start": place.start, "end": place.end}}


def _now(text: Any) -> dt.datetime:
    """The civil clock: `now` of the line, brought to the house's zone, else this moment."""
    if text is None:
        return timezone.localtime().replace(tzinfo=None)
    found = dt.datetime.fromisoformat(text)
    return timezone.localtime(found).replace(tzinfo=None) if found.tzinfo else found
