"""`manage.py load_places FILE`: the place tree from a CSV file."""

from __future__ import annotations

from people.loading import load_places
from people.management.loader import LoadCommand


class Command(LoadCommand):
    """Columns: level, code, name, parent_code, kind."""

    help = "装入地方：列为级别、区划代码、名称、上级代码、类型；重复装入不会改动"

    def load(self, data: bytes, file: str) -> object:
        return load_places(data, file)
