"""The exported folder holds together wherever it lies; the site itself works below a path."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.urls import set_script_prefix
from wagtail.models import Site

from config import env
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


def test_a_page_that_moved_is_found_from_where_it_was(
    site: dict[str, Any], client: Client, tmp_path: Path
) -> None:
    """Renamed, then moved with all below it; articles too; in the folder as on the server."""
    law, laws = site["borrowing"], site["laws"]
    law.slug = "lending"
    with TestCase.captureOnCommitCallbacks(execute=True):
        law.save_revision().publish()
    laws.refresh_from_db()
    laws.move(site["new"], "last-child")
    today = f"{site['new'].url}laws/lending/"
    for former in ("/laws/borrowing/", "/laws/lending", "/laws/borrowing/articles/5-1/?p=1"):
        response = client.get(former, follow=True)
        assert response.status_code == 200, former
        assert response.redirect_chain[0][1] == 301 and len(response.redirect_chain) <= 2, former
        assert response.redirect_chain[-1][0].startswith(today), former
    html = client.get(site["lost"].url).content.decode()
    assert f'href="{today}articles/4/"' in html  # what leads there follows it
    call_command("export-site", tmp_path / "out")
    for way in ("laws", "laws/borrowing", "laws/borrowing/articles/4", "care/laws/lending"):
        file = tmp_path / "out" / way / "index.html"
        to = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', file.read_text())
        assert to and (file.parent / to[1]).resolve().is_file(), way


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


TOP = '<div class="county"><a href="https://county.invalid/">甲县人民政府</a></div>'


def test_a_portal_puts_its_head_and_foot_around(
    site: dict[str, Any], client: Client, settings: Any, tmp_path: Path
) -> None:
    """A host has its own, else the common one; numbers and switches stay; staff pages keep ours."""
    (tmp_path / "b.invalid").mkdir()
    (tmp_path / "top.html").write_text(TOP)
    (tmp_path / "foot.html").write_text("<p>甲县备案号0001</p>")
    (tmp_path / "b.invalid" / "top.html").write_text("<b>乙县</b>")
    settings.FRAME = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    folders = copy.deepcopy(settings.TEMPLATES)
    folders[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = folders
    for address in (site["home"].url, site["lost"].url, "/search/?q=证件", "/nowhere/"):
        html = client.get(address).content.decode()
        assert TOP in html and "甲县备案号0001" in html and 'class="logo"' not in html, address
        assert (
            'href="tel:119"' in html and "大字版" in html and html.index("skip") < html.index(TOP)
        )
    other = client.get(site["lost"].url, headers={"host": "b.invalid"}).content.decode()
    assert "<b>乙县</b>" in other and TOP not in other and "甲县备案号0001" in other
    staff = client.get("/login/").content.decode()
    assert TOP not in staff and 'class="logo"' in staff


def test_where_a_portal_shows_us_is_said_in_full(monkeypatch: Any, tmp_path: Path) -> None:
    for value, meant in (("", None), ("/baby/", "/baby"), ("/a/b", "/a/b")):
        monkeypatch.setenv("TONGHU_PATH", value)
        assert env.mount("TONGHU_PATH") == meant
    monkeypatch.setenv("TONGHU_PATH", "baby")
    with pytest.raises(ValueError, match="/baby"):
        env.mount("TONGHU_PATH")
    monkeypatch.setenv("TONGHU_FRAME", str(tmp_path / "nothing"))
    with pytest.raises(ValueError, match="找不到"):
        env.there("TONGHU_FRAME")
    monkeypatch.setenv("TONGHU_FRAME", str(tmp_path))
    assert env.there("TONGHU_FRAME") == tmp_path.resolve()


@pytest.mark.seldom
def test_every_address_of_a_mounted_server_begins_with_its_path() -> None:
    """As a server starts: what is read before the first request knows the path too."""
    names = "s.STATIC_URL, s.MEDIA_URL, s.SESSION_COOKIE_PATH"
    script = f"import config.wsgi; from django.conf import settings as s; print({names})"
    folder = Path(settings.BASE_DIR) / "site"
    more = {"TONGHU_PATH": "/baby", "TONGHU_SECRET_KEY": "of a test", "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | more | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["/baby/static/", "/baby/media/", "/baby/"]
