"""What a template means: one module a kind, found by itself, each a list of small judges."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

Judge = Callable[[Any, Any, Any], None]
JUDGES: dict[str, list[Judge]] = {}


def judges(kind: str) -> Callable[[Judge], Judge]:
    """Registers a judge of one kind of template: called with the definition, the book, the sheet."""

    def register(judge: Judge) -> Judge:
        JUDGES.setdefault(kind, []).append(judge)
        return judge

    return register


for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
