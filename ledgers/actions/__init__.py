"""The engine's actions: every module of this package registers the one it defines."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from .base import Verb

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

VERBS = Verb.registry

__all__ = ["VERBS", "Verb"]
