"""Static files under names that carry their digest, also where one module imports another."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.pressing import Press

OURS = ("site/", "forms_catalog/")
_NOTES = re.compile(r"^[ \t]*(?:/\*\*(?:.|\n)*?\*/|//.*)\n|^[ \t]+", re.MULTILINE)
_GAPS = re.compile(r"\n{2,}")
# Texts, notes and patterns come first, so that nothing inside them is taken for code (` / ` divides, a
# pattern of ours does not begin with a blank); `a - -b` is not `a--b`.
_SIGNS = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|//[^\n]*"""
    r"""|(?<=[(,=:?!&|\[ ])/(?![ *])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/)"""
    r"""|[ ]*([=<>!&|?:,;(){}\[\]*%]+)[ ]*"""
    r"""|(?:(?<=[\w)\]}"'`])|(?<=[)\]}] ))[ ]*([-+]=?)[ ]*(?![-+= ])""",
    re.DOTALL,
)


def slim(source: str) -> str:
    """Our own scripts and styles without what only their authors read: comments and indentation.

    Every line of code keeps its end, so that a note behind the code takes nothing with it.
    """
    return _GAPS.sub("\n", _NOTES.sub("", source))


def tight(script: str) -> str:
    """A slim script without the blanks around its signs."""
    return _SIGNS.sub(lambda found: found[found.lastindex or 0], script)


class Storage(CompressedManifestStaticFilesStorage):
    """Django rewrites the imports of JavaScript modules only where it is asked to."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Press:
        return Press(**options)

    def _save(self, name: str, content: Any) -> Any:
        if name.startswith(OURS) and name.endswith((".js", ".css")):
            served = slim(b"".join(content.chunks()).decode())
            served = tight(served) if name.endswith(".js") else served
            content = ContentFile(served.encode(), name)
        return super()._save(name, content)
