"""Writers: each module turns a Bundle into one format; `convert` finds it by its suffix."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol

from ..bundle import Bundle
from ..problems import Problem


class Writer(Protocol):
    """A module with these names is a writer."""

    SUFFIX: str
    LABEL: str

    def write(self, bundle: Bundle) -> bytes: ...


def writers() -> dict[str, Writer]:
    """Suffix -> writer, the longest suffix first, so that `.schema.json` is found before `.json`."""
    found: dict[str, Writer] = {}
    for module in pkgutil.iter_modules(__path__):
        writer = import_module(f"{__name__}.{module.name}")
        if hasattr(writer, "SUFFIX"):
            found[writer.SUFFIX] = writer
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def losses(writer: Writer, bundle: Bundle) -> list[Problem]:
    """What the format cannot say of this form; a writer that loses nothing does not ask."""
    asked = getattr(writer, "losses", None)
    return asked(bundle) if asked else []


def writer_for(name: str) -> Writer | None:
    return next((writer for suffix, writer in writers().items() if name.endswith(suffix)), None)
