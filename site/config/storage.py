"""Static files under names that carry their digest, also where one module imports another."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("site/", "forms_catalog/")
_NOTES = re.compile(r"^[ \t]*(?:/\*\*(?:.|\n)*?\*/|//.*)\n|^[ \t]+", re.MULTILINE)
_GAPS = re.compile(r"\n{2,}")


def slim(source: str) -> str:
    """Our own scripts and styles without what only their authors read: comments and indentation.

    Every line of code keeps its end, so that a note behind the code takes nothing with it.
    """
    return _GAPS.sub("\n", _NOTES.sub("", source))


class Storage(CompressedManifestStaticFilesStorage):
    """Django rewrites the imports of JavaScript modules only where it is asked to."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> Any:
        if name.startswith(OURS) and name.endswith((".js", ".css")):
            content = ContentFile(slim(b"".join(content.chunks()).decode()).encode(), name)
        return super()._save(name, content)
