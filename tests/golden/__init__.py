"""What every writer makes of every shipped form, kept as files: a change is seen, then blessed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from forms_catalog.bundle import Bundle, make
from forms_catalog.definition import FormDefinition
from forms_catalog.packs import Folder
from forms_catalog.writers import writers

FOLDER = Path(__file__).parent
TEXT = (".yaml", ".json", ".schema.json", ".html")


def bundles() -> dict[str, Bundle]:
    """Every form of every shipped pack by `pack.form`."""
    found: dict[str, Bundle] = {}
    for root in sorted(Path(settings.PACKS_DIR).iterdir()):
        folder = Folder(root)
        forms = (item for item in folder.templates.values() if isinstance(item, FormDefinition))
        found |= {f"{root.name}.{form.id}": make(form, folder) for form in forms}
    return found


def golden() -> dict[Path, bytes]:
    """File -> the bytes that the writer makes now."""
    known = writers()
    return {
        FOLDER / f"{name}{suffix}": known[suffix].write(bundle)
        for name, bundle in bundles().items()
        for suffix in TEXT
    }


def bless() -> list[str]:
    changed = []
    for path, data in golden().items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
            changed.append(f"tests/golden/{path.name}")
    return changed
