"""What the loading commands share: read a file, do it, say it in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_catalog.problems import Refused
from people.loading.table import tell


class LoadCommand(BaseCommand):
    """A command that loads one CSV file, or tells everything that is wrong with it."""

    def load(self, data: bytes, file: str) -> object:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="逗号分隔的表格文件")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            data = file.read_bytes()
        except OSError:
            raise CommandError(f"打不开文件：{file}，请核对路径") from None
        try:
            self.stdout.write(f"{self.load(data, file.name)}。")
        except Refused as refused:
            for problem in refused:
                self.stderr.write(tell(problem))
            raise CommandError(f"共{len(refused.problems)}处问题，什么都没有写入。") from None
