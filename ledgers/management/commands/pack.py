"""`manage.py pack plan|apply FOLDER`: takes a folder of templates into use."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from forms_catalog.applying import FOLLOWERS, Step, StoredBook, apply, plan
from forms_catalog.definition import Pack
from forms_catalog.packs import Folder
from forms_catalog.problems import Refused
from ledgers.publishing import publish_all

WORDS = {
    "new": "新增",
    "changed": "更新",
    "same": "没变",
    "kept": "本地改过，保留本地的",
    "taken": "标识被占用",
}


class Command(BaseCommand):
    """Checks, says what would change, then applies and publishes; never deletes."""

    help = "检查并启用一个模板包"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["plan", "apply"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--templates-only", action="store_true", help="不放公开网站的页面")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Folder(options["folder"], StoredBook())
        problems = folder.check()
        for problem in problems:
            self.stderr.write(str(problem))
        if any(not problem.warn for problem in problems) or folder.pack is None:
            raise CommandError("模板包有错，没有启用。改好后再来")
        if options["what"] == "plan":
            self._say(plan(folder), options["verbosity"])
            return
        try:
            self._apply(folder, folder.pack, options["verbosity"])
            if not options["templates_only"]:
                self._follow(options["folder"], options["verbosity"])
        except Refused as refused:
            raise CommandError("\n".join(map(str, refused))) from None

    @transaction.atomic
    def _apply(self, folder: Folder, pack: Pack, verbosity: int) -> None:
        self._say(apply(folder), verbosity)
        ledgers = publish_all()
        self.stdout.write(f"已启用 {pack.title}，{len(ledgers)}个台账可用")

    def _follow(self, folder: Path, verbosity: int) -> None:
        for follower in FOLLOWERS:
            steps = follower(folder)
            if verbosity > 1 or any(step.what != "same" for step in steps):
                told = Counter(WORDS[step.what] for step in steps)
                words = "，".join(f"{count}个{word}" for word, count in told.items())
                self.stdout.write(f"公开网站的页面：{words}")

    def _say(self, steps: list[Step], verbosity: int) -> None:
        for step in steps:
            if step.what != "same" or verbosity > 1:
                self.stdout.write(f"{WORDS[step.what]}  {step.kind} {step.key}  {step.title}")
        same = sum(step.what == "same" for step in steps)
        self.stdout.write(f"共{len(steps)}个模板，{same}个没变")
