"""`manage.py load_posts FILE`: accounts and posts from a CSV file."""

from __future__ import annotations

from people.loading import load_posts
from people.management.loader import LoadCommand


class Command(LoadCommand):
    """Columns: username, name, phone, role, place_code, body_code, since."""

    help = "装入账号和任职：列为用户名、姓名、电话、岗位、地方代码、机构代码、任职日期"

    def load(self, data: bytes, file: str) -> object:
        return load_posts(data, file)
