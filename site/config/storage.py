"""Static files under names that carry their digest, also where one module imports another."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("site/", "forms_catalog/")
_NOTES = re.compile(r"^\s*(?:/\*\*(?:.|\n)*?\*/|//.*)\n|^[ ]+|\n(?=\n)", re.MULTILINE)


def slim(source: str) -> str:
    """Our own scripts and styles without what only their authors read: comments and indentation."""
    return _NOTES.sub("", source)


class Storage(CompressedManifestStaticFilesStorage):
    """Django rewrites the imports of JavaScript modules only where it is asked to."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> Any:
        if name.startswith(OURS) and name.endswith((".js", ".css")):
            content = ContentFile(slim(b"".join(content.chunks()).decode()).encode(), name)
        return super()._save(name, content)
