"""The exported folder holds together wherever it lies; the site itself works below a path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import set_script_prefix
from wagtail.models import Site

from public.exporting import ways

pytestmark = pytest.mark.storage


def test_every_file_leads_to_files(site: dict[str, Any], tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "out"
    call_command("export-site", folder)
    assert set(capsys.readouterr().err.split()) == {"没有导出", "a/"}  # an editor's dead link
    files = sorted(folder.rglob("*.html"))
    assert len(files) > 2 * len(site)
    for file in files:
        html = file.read_text()
        for address in re.findall(r'(?:href|src|action)="([^"]*)"', html):
            assert not address.startswith("/"), (file, address)
            if not re.match(r"#|tel:|https?:|data:|(\.\./)*(care/)?a/", address):
                target = file.parent / unquote(address.partition("#")[0])
                assert target.resolve().is_file(), (file, address)
        care = file.relative_to(folder).parts[0] == "care"
        assert ('data-mode="care"' in html) is care
        assert "<form" not in html and "login" not in html and "paper" not in html


def test_a_folder_with_other_things_is_left_alone(site: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(CommandError):
        call_command("export-site", tmp_path)
    with pytest.raises(CommandError):
        call_command("export-site", tmp_path / "new", site="nowhere.invalid")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("look", "way", "file"),
    [
        ("", "", "index.html"),
        ("care", "", "care/index.html"),
        ("", "laws/a/", "laws/a/index.html"),
        ("", "laws/%E7%94%B2/", "laws/甲/index.html"),
    ],
)
def test_where_a_page_lies(look: str, way: str, file: str) -> None:
    assert ways.file_of(look, way) == file


def test_it_works_below_a_path(site: dict[str, Any], client: Client, settings: Any) -> None:
    settings.FORCE_SCRIPT_NAME = "/county/baby"
    settings.STATIC_URL = "/county/baby/static/"
    set_script_prefix("/county/baby/")  # as the server does of itself
    try:
        for way in ("/", "/answers/lost/", "/laws/borrowing/", "/search/?q=证件", "/sitemap.xml"):
            html = client.get(way).content.decode()
            found = re.findall(r'(?:href|src|action)="(/[^"]*)"', html)
            told = [one for one in found if not one.startswith(("/county/baby/", "/static/"))]
            assert told == ["/a/"] * len(told), (way, told)  # what an editor wrote down
    finally:
        set_script_prefix("/")


def test_two_sites_keep_to_themselves(site: dict[str, Any], client: Client) -> None:
    Site.objects.create(hostname="laws.invalid", root_page=site["laws"])
    other = Client(headers={"host": "laws.invalid"})
    assert "/lost/" not in other.get("/search/?q=借书证丢了").content.decode()
    assert "/answers/" not in other.get("/sitemap.xml").content.decode()
    assert "<loc>" in other.get("/sitemap.xml").content.decode()
