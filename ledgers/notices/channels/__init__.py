"""By what people are told: one module a channel, found by itself."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from ..channel import CHANNELS, Channel

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["CHANNELS", "Channel"]
