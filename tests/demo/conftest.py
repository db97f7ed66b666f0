"""A part of the county in the house: two townships, so that a test waits for nothing it does not use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from demo import loading, posts
from demo.county import COLUMNS, FULL, place_rows, to_csv, township
from people.loading import load_places, load_posts

SMALL = "990121400"
"""The township with the fewest children."""


@pytest.fixture
def small_house(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places, posts and schools of two townships; what is written beside them in a folder of this test."""
    settings.VAR_DIR = tmp_path
    towns = (FULL, SMALL)
    rows = [row for row in place_rows() if f"{row[1]} {row[3]}".strip().startswith(towns)]
    county = [row for row in place_rows() if row[0] == "county"]
    load_places(to_csv(COLUMNS, [*county, *rows]), "places.csv")
    people = [
        a.row for a in posts.accounts() if a.place_code.startswith(towns) or len(a.place_code) < 9
    ]
    load_posts(to_csv(posts.COLUMNS, people), "posts.csv")
    with monkeypatch.context() as patched:
        patched.setattr(loading, "towns_of", lambda size: tuple(map(township, towns)))
        loading.load_schools()
