"""`manage.py form check|fmt FILE...`: all problems of template files; the one formatter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_catalog.definition import Template
from forms_catalog.packs import Folder, check_file, folder_of
from forms_catalog.problems import Problem
from forms_catalog.readers import READERS
from forms_catalog.writers.yaml import write_template


class Command(BaseCommand):
    """Exit code 1 when any file has a fault."""

    help = "检查模板文件，或把它们排整齐"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "fmt"])
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        faults, self.folders = 0, dict[Path, Folder | None]()
        for file in self._files(options["files"]):
            template, problems = self._check(file)
            for problem in problems:
                self.stdout.write(str(problem))
            faults += sum(not problem.warn for problem in problems)
            if options["what"] == "fmt" and template is not None:
                self._format(file, template)
        if faults:
            raise CommandError(f"共{faults}处要改", returncode=1)
        self.stdout.write("没有错")

    def _files(self, given: list[Path]) -> list[Path]:
        """Folders stand for every template file in them."""
        found = [
            f for path in given for f in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
        ]
        return [file for file in found if file.parent.name not in {"pages", "places", "public"}]

    def _check(self, file: Path) -> tuple[Template | None, list[Problem]]:
        if not file.is_file() or file.suffix not in READERS:
            raise CommandError(f"找不到模板文件 {file}", returncode=1)
        return check_file(file, self._folder(file))

    def _folder(self, file: Path) -> Folder | None:
        """The pack of a file, read once for all its files."""
        if file.parent not in self.folders:
            self.folders[file.parent] = folder_of(file)
        return self.folders[file.parent]

    def _format(self, file: Path, template: Template) -> None:
        data = write_template(template)
        if file.suffix == ".yaml" and file.read_bytes() != data:
            file.write_bytes(data)
            self.stdout.write(f"已排整齐 {file}")
