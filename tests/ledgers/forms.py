"""A form of a test with a ledger of its own: a small pack folder, checked, taken into use, worked in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from forms_catalog.applying import apply
from forms_catalog.definition import FormDefinition, load
from forms_catalog.packs import Folder
from forms_catalog.writers.yaml import write_template
from ledgers.publishing import publish_all
from people.models import Place, Post

WORKER = "worker"
"""The role that fills the form, and the user who has it in one village."""
SINCE = dt.date(2020, 1, 1)


def folder(root: Path, form: dict[str, Any], columns: str = "") -> Folder:
    """`form` is a canonical object; its ledger belongs to the place of whoever writes."""
    key = form["id"]
    definition = load(form)
    assert isinstance(definition, FormDefinition)
    files = {
        "pack.yaml": (
            'format: 1\npack: made\ntitle: 试用\nversion: "1"\nlevels:\n  village: {label: 村}\n'
        ),
        f"roles/{WORKER}.yaml": (
            f"format: 1\nrole: {WORKER}\ntitle: 登记员\nheld_at: place:village\n"
        ),
        f"ledgers/{key}s.yaml": (
            f"format: 1\nledger: {key}s\ntitle: {form['title']}\nform: {key}\nplace: _actor\n"
            "states: {OPEN: 已登记}\n"
            "actions:\n"
            f"  opening: {{label: 登记, who: [{WORKER}]}}\n"
            f"  update: {{label: 更新, from: [OPEN], who: [{WORKER}]}}\n"
            f"  upgrade_edition: {{label: 换版, from: [any], who: [{WORKER}]}}\n"
            f"columns: [{columns}]\n"
            f"access: {{{WORKER}: {{fill: true}}}}\n"
            "retention: {forever: true}\n"
        ),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (root / "forms").mkdir(exist_ok=True)
    (root / "forms" / f"{key}.yaml").write_bytes(write_template(definition))
    return Folder(root)


def take_into_use(found: Folder) -> None:
    """Clean, applied, published; the worker is there."""
    assert found.check() == []
    apply(found)
    publish_all()
    user, new = get_user_model().objects.get_or_create(username=WORKER)
    if new:
        place = Place.objects.get(name="河湾村")
        Post.objects.create(user=user, role=WORKER, place=place, since=SINCE)
