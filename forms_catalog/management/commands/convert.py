"""`manage.py convert SRC DEST`: a template from one format to another, told apart by suffix."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms_catalog.bundle import Book, Bundle, EmptyBook, make
from forms_catalog.definition import ChoiceList, FormDefinition, Template
from forms_catalog.packs import Beside, check_bundle, check_whole, folder_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.readers import READERS
from forms_catalog.readers.xlsform import is_folder
from forms_catalog.writers import losses, writer_for, writers
from forms_catalog.writers.yaml import write_template


class Command(BaseCommand):
    """References resolve in the file's own pack; `.json` carries what it embeds."""

    help = "把模板转换成另一种格式，由文件名的后缀决定"

    requires_system_checks = []
    lists: dict[str, ChoiceList] = {}
    """What a workbook brought along."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("target", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["source"], options["target"]
        self._judge(source, target)
        data = self._converted(source, target)
        if target.is_dir():
            self._unpack(data, target)
        else:
            target.write_bytes(data)
            self.stdout.write(f"已写好 {target}（{len(data)}字节）")
        self._write_lists(target)

    def _judge(self, source: Path, target: Path) -> None:
        if not is_folder(source):
            if source.suffix not in READERS:
                raise CommandError(
                    f"不会读“{source.suffix}”文件。能读：{' '.join(sorted(READERS))}"
                )
            if not source.is_file():
                raise CommandError(f"找不到文件 {source}")
        if not target.parent.is_dir():
            raise CommandError(f"没有文件夹 {target.parent}")

    def _converted(self, source: Path, target: Path) -> bytes:
        template, bundle = self._read(source, target)
        if bundle is None:
            if target.suffix != ".yaml":
                raise CommandError("只有表可以转换成这种格式，其他模板只能转成 .yaml")
            return write_template(template)
        writer = writer_for(".zip" if target.is_dir() else target.name)
        if writer is None:
            raise CommandError(f"不会写这种文件。能写：{' '.join(sorted(writers()))}")
        self._tell(losses(writer, bundle))
        try:
            return writer.write(bundle)
        except Refused as refused:
            self._tell(list(refused))
            raise CommandError("没有转换。改好后再来") from None

    def _unpack(self, data: bytes, folder: Path) -> None:
        """The CSV sheets of an XLSForm, each a file of the folder."""
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            for name in found.namelist():
                (folder / name).write_bytes(found.read(name))
                self.stdout.write(f"已写好 {folder / name}")

    def _write_lists(self, target: Path) -> None:
        """A form as YAML leaves its lists beside it: in `lists/` of its pack; nothing is overwritten."""
        if target.suffix != ".yaml":
            return
        folder = target.parent
        if folder.name == "forms" and (folder.parent / "pack.yaml").is_file():
            folder = folder.parent / "lists"
            folder.mkdir(exist_ok=True)
        for id, found in self.lists.items():
            path, data = folder / f"{id}.yaml", write_template(found)
            if not path.exists():
                path.write_bytes(data)
                self.stdout.write(f"已写好 {path}（选项表）")
            elif check_whole(path)[0] != found:
                self.stderr.write(f"{path} 已经有了，内容不同，没有改动")

    def _read(self, source: Path, target: Path) -> tuple[Template, Bundle | None]:
        bundle, problems = check_bundle(source) if source.suffix == ".json" else (None, [])
        if bundle is not None:
            self._tell(problems)
            return bundle.template, bundle
        book: Book = folder_of(source) or folder_of(target) or EmptyBook()
        template, self.lists = None, dict[str, ChoiceList]()
        if not problems:
            template, self.lists, problems = check_whole(source, book)
        self._tell(problems)
        if template is None:
            raise CommandError("模板有错，没有转换。改好后再来")
        if not isinstance(template, FormDefinition):
            return template, None
        return template, make(template, Beside(book, self.lists))

    def _tell(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
