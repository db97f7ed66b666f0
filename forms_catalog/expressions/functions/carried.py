"""Functions that are read and written on, and never evaluated here."""

from __future__ import annotations

from .base import MANY, unevaluated

for _name, _low, _high in (
    ("sin", 1, 1),
    ("cos", 1, 1),
    ("tan", 1, 1),
    ("asin", 1, 1),
    ("acos", 1, 1),
    ("atan", 1, 1),
    ("atan2", 2, 2),
    ("log", 1, 1),
    ("log10", 1, 1),
    ("exp", 1, 1),
    ("exp10", 1, 1),
    ("sqrt", 1, 1),
    ("pi", 0, 0),
    ("area", 1, 1),
    ("distance", 1, MANY),
    ("geofence", 2, 2),
    ("intersects", 1, 2),
    ("base64-decode", 1, 1),
    ("jr:itext", 1, 1),
    ("depend", 1, MANY),
    ("property", 1, 1),
    ("version", 0, 0),
):
    unevaluated(_name, _low, _high)
