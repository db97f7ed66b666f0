"""`manage.py export-site FOLDER`: the public site as files for a server that runs nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from public.exporting import Export


class Command(BaseCommand):
    """Writes into an empty folder, or over an earlier export."""

    help = "把公开网站导出成一个文件夹，放在任何文件服务器上都能看"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--site", default="", help="哪个网站，写它的域名；不写就是默认的")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()) and not (folder / "index.html").is_file():
            raise CommandError(f"{folder} 里有别的东西，换一个空的文件夹")
        named = {"hostname": options["site"]} if options["site"] else {"is_default_site": True}
        site = Site.objects.filter(**named).first()
        if site is None:
            raise CommandError("没有这个网站。先在后台建好，或者换一个域名")
        logging.disable(logging.WARNING)
        export = Export(folder, site)
        export.run()
        logging.disable(logging.NOTSET)
        for way in export.lost:
            self.stderr.write(f"没有导出 {way}")
        self.stdout.write(f"导出了{export.pages}页，在 {folder}")
