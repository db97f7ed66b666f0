"""Functions of the language: each module registers its own; nothing else lists them."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from .base import FUNCTIONS, UNPORTABLE, Function

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["FUNCTIONS", "UNPORTABLE", "Function"]
