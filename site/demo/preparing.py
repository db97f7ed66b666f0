"""What has to stand beside the data: keys, tables, static files, templates, the front page."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from public.shipping import ship


def prepare_house() -> str:
    """Keys, tables, static files."""
    call_command("setup", verbosity=0, stdout=StringIO())
    return "密钥、数据表、静态文件已备好"


def pack_dir() -> Path:
    return Path(settings.PACKS_DIR) / settings.PACK


def apply_pack() -> str:
    said = StringIO()
    call_command("pack", "apply", str(pack_dir()), templates_only=True, stdout=said, stderr=said)
    return said.getvalue().strip().splitlines()[-1]


def plant_front_page() -> str:
    """The words stand in the pack; the pages are the public site's."""
    steps = ship(pack_dir())
    return f"“{steps[0].title}”和{len(steps) - 1}个页面"
