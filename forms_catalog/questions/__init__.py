"""Question types: every module of this package registers the type it defines."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from .base import (
    KINDS,
    REASONS,
    Answer,
    Bad,
    Context,
    Good,
    QuestionType,
    Raw,
    is_empty,
    is_missing,
    mask,
    read,
    schema,
    show,
    type_of,
)

for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

TYPES = QuestionType.registry

__all__ = [
    "KINDS",
    "REASONS",
    "TYPES",
    "Answer",
    "Bad",
    "Context",
    "Good",
    "QuestionType",
    "Raw",
    "is_empty",
    "is_missing",
    "mask",
    "read",
    "schema",
    "show",
    "type_of",
]
