"""`manage.py convert SRC DEST`: a template from one format to another, told apart by suffix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_catalog.bundle import Book, Bundle, EmptyBook, make
from forms_catalog.definition import FormDefinition, Template
from forms_catalog.packs import check_bundle, check_file, folder_of
from forms_catalog.problems import Problem
from forms_catalog.readers import READERS
from forms_catalog.writers import writer_for, writers
from forms_catalog.writers.yaml import write_template


class Command(BaseCommand):
    """References resolve in the file's own pack; `.json` carries what it embeds."""

    help = "把模板转换成另一种格式，由文件名的后缀决定"

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["source"], options["target"]
        if source.suffix not in READERS:
            raise CommandError(f"不会读“{source.suffix}”文件。能读：{' '.join(sorted(READERS))}")
        if not source.is_file():
            raise CommandError(f"找不到文件 {source}")
        if not target.parent.is_dir():
            raise CommandError(f"没有文件夹 {target.parent}")
        data = self._converted(source, target)
        target.write_bytes(data)
        self.stdout.write(f"已写好 {target}（{len(data)}字节）")

    def _converted(self, source: Path, target: Path) -> bytes:
        template, bundle = self._read(source)
        if bundle is None:
            if target.suffix != ".yaml":
                raise CommandError("只有表可以转换成这种格式，其他模板只能转成 .yaml")
            return write_template(template)
        writer = writer_for(target.name)
        if writer is None:
            raise CommandError(f"不会写这种文件。能写：{' '.join(sorted(writers()))}")
        return writer.write(bundle)

    def _read(self, source: Path) -> tuple[Template, Bundle | None]:
        bundle, problems = check_bundle(source) if source.suffix == ".json" else (None, [])
        if bundle is not None:
            self._tell(problems)
            return bundle.template, bundle
        book: Book = folder_of(source) or EmptyBook()
        template = None
        if not problems:
            template, problems = check_file(source, book)
        self._tell(problems)
        if template is None:
            raise CommandError("模板有错，没有转换。改好后再来")
        return template, make(template, book) if isinstance(template, FormDefinition) else None

    def _tell(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
