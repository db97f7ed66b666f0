"""Readers: each module turns one text format into a tree of nodes; it is found by its suffixes."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol

from ..checks.tree import Node
from ..problems import Problem


class Reader(Protocol):
    """A module with these names is a reader."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, file: str = "") -> tuple[Node | None, list[Problem]]: ...


READERS: dict[str, Reader] = {}
for _module in pkgutil.iter_modules(__path__):
    _reader: Reader = import_module(f"{__name__}.{_module.name}")
    READERS.update(dict.fromkeys(_reader.SUFFIXES, _reader))
