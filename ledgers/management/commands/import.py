"""`manage.py import LEDGER FILE`: what the pages of an import do, in one go; writes with --commit only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_catalog.exchange.reading import Reading
from forms_catalog.problems import Problem, Refused
from ledgers.exchange import judging, writing
from ledgers.exchange.bringing import bring, reading_of
from ledgers.exchange.correcting import settle
from ledgers.exchange.handing_back import NOT_TAKEN
from ledgers.exchange.judging import DOUBT, rows_of
from ledgers.exchange.stepping import begin_judging, give_up
from ledgers.management.acting import ledger_of, person, takes_action
from ledgers.models import Import
from ledgers.submission import OPENING, UPDATE

WORDS = {
    "new": "新增",
    "changed": "改动",
    "same": "不变",
    "doubt": "要说明",
    "refused": "不收",
    "conflict": "冲突",
    "written": "已写入",
    "lost": "没有写入",
}


class Command(BaseCommand):
    """Looks at a spreadsheet as the page does; exit code 1 when something was refused or not decided."""

    help = "从表格导入：先核对，加 --commit 才写入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledger", help="台账或表的标识")
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="写入；不加只核对")
        parser.add_argument("--as", dest="username", default="", help="用谁的账号")
        parser.add_argument("--json", action="store_true", help="结果写成 JSON")
        parser.add_argument(
            "--choose", nargs="*", default=[], metavar="ID=VALUE", help="定下的选择"
        )
        parser.add_argument("--reason", default="", help="要说明的行的原因；空着就不写它们")

    def handle(self, *args: Any, **options: Any) -> None:
        ledger = ledger_of(options["ledger"])
        user = person(options["username"], takes_action(ledger, OPENING, UPDATE), "导入")
        try:
            data = options["file"].read_bytes()
        except OSError:
            raise CommandError(f"打不开文件：{options['file']}") from None
        told: dict[str, Any] = {"file": options["file"].name, "ledger": ledger.key}
        batch: Import | None = None
        try:
            batch = bring(user, ledger, options["file"].name, data)
            settle(batch, dict(_choice(item) for item in options["choose"]))
            told |= self._done(batch, user, options)
        except Refused as refused:
            told |= {"problems": [_problem(p) for p in refused], "ok": False}
            if batch:
                give_up(batch)
        self._say(told, options["json"])
        if not told["ok"]:
            raise SystemExit(1)

    def _done(self, batch: Import, user: Any, options: dict[str, Any]) -> dict[str, Any]:
        reading = reading_of(batch)
        if not reading.ready:
            give_up(batch)
            return {"ok": False, **_undecided(reading)}
        begin_judging(batch)
        judging.judge(batch, user)
        if options["commit"]:
            writing.confirm(batch, options["reason"])
            writing.write(batch, user)
        bad = [status for status in NOT_TAKEN if status != DOUBT or not options["reason"]]
        found = {
            "counts": batch.counts,
            "rows": list(_rows(batch, user)),
            "notes": [_problem(p) for one in reading.all() for p in one.notes],
            "ok": not any(batch.counts.get(status) for status in bad),
        }
        if options["commit"]:
            return found | {"import": str(batch.uid)}
        give_up(batch)
        return found

    def _say(self, told: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for decision in told.get("decisions", ()):
            self.stdout.write(f"要定下：{decision['text']}")
            for value, words in decision["choices"].items():
                self.stdout.write(f"  --choose {decision['id']}={value}  {words}")
        for problem in [*told.get("problems", ()), *told.get("notes", ())]:
            self.stdout.write(problem["text"])
        for row in told.get("rows", ()):
            for problem in row["problems"]:
                self.stdout.write(f"{WORDS[row['status']]}  {problem['text']}")
        counts = told.get("counts", {})
        told_counts = "，".join(f"{WORDS[c]}{n}行" for c, n in counts.items()) or "没有导入"
        self.stdout.write(told_counts)


def _choice(item: str) -> tuple[str, str]:
    """The id of a decision may hold no equals sign, its choice may."""
    id, equals, value = item.partition("=")
    if not equals:
        raise CommandError(f"写成“选择=值”：{item}")
    return id, value


def _undecided(reading: Reading) -> dict[str, Any]:
    return {
        "decisions": [
            {"id": d.id, "text": d.text, "rows": d.rows, "choices": dict(d.choices)}
            for one in reading.all()
            for d in one.decisions
            if d.chosen is None
        ],
        "problems": [_problem(p) for one in reading.all() for p in one.problems],
    }


def _rows(batch: Import, user: Any) -> Iterator[dict[str, Any]]:
    for row in rows_of(batch, user, *NOT_TAKEN).iterator(500):
        problems = [_problem(p) for p in writing.problems_of(batch, row)]
        yield {"row": row.row, "status": row.status, "problems": problems}


def _problem(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "sheet": place.sheet,
        "row": place.line,
        "column": place.column,
        "text": str(problem),
    }
