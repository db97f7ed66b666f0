"""`manage.py bless`: writes the reference pages and the golden files anew; look at the difference."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from forms_catalog.reference import write


class Command(BaseCommand):
    """Golden files are written by the module that checks them."""

    help = "重写参考文档和样本文件，改动用 git diff 看"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = [f"docs/{name}" for name in write(settings.BASE_DIR / "docs")]
        sys.path.insert(0, str(settings.BASE_DIR))
        from tests.golden import bless

        changed += bless()
        for name in changed:
            self.stdout.write(name)
        self.stdout.write(f"{len(changed)}个文件有改动")
