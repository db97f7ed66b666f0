"""The documentation says what the code does: generated pages are fresh, names and links exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from forms_catalog.questions import TYPES
from forms_catalog.readers import READERS
from forms_catalog.reference import pages
from forms_catalog.writers import writers

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
OURS = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("templates/**/*.md")]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def read(name: str) -> str:
    path = ROOT / name
    assert path.is_file(), f"{name} is not written"
    return path.read_text()


@pytest.mark.parametrize("name", pages())
def test_reference_pages_are_fresh(name: str) -> None:
    assert read(f"docs/{name}") == pages()[name], "run: make bless"


@pytest.mark.parametrize("type_", TYPES)
def test_every_question_type_has_its_heading(type_: str) -> None:
    page = read("docs/reference/question-types.md")
    assert f"\n## {type_}\n" in page
    assert f"\n| {type_} |" in page


def test_every_reader_and_writer_is_named() -> None:
    page = read("docs/reference/format.md")
    can_read, can_write = re.search("能读：(.*)；能写：(.*)。", page).groups()  # type: ignore[union-attr]
    assert set(can_read.split()) == set(READERS)
    assert set(can_write.split()) == set(writers())


def _commands() -> Iterator[str]:
    """The management commands of our own apps."""
    ours = {app.name for app in apps.get_app_configs() if _is_ours(Path(app.path))}
    yield from (name for name, app in get_commands().items() if app in ours)


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def test_every_command_is_described() -> None:
    names = set(_commands())
    assert {"convert", "form", "pack", "bless", "demo", "serve", "setup"} <= names
    page = read("docs/commands.md")
    assert {name for name in names if not re.search(rf"\b{name}\b", page)} == set()


def test_no_command_is_described_that_is_not_there() -> None:
    known = set(get_commands())
    text = "\n".join(path.read_text() for path in OURS)
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named - known == set()


SETTING = re.compile(r"\bTONGHU_[A-Z][A-Z_]*\b")


def _settings() -> set[str]:
    files = [*(ROOT / "site" / "config").rglob("*.py"), ROOT / "manage.py"]
    return {name for path in files for name in SETTING.findall(path.read_text())}


def test_every_setting_is_described() -> None:
    names = _settings()
    assert len(names) > 3
    assert names - set(SETTING.findall(read("docs/settings.md"))) == set()


def test_no_setting_is_described_that_is_not_read() -> None:
    code = [
        *ROOT.glob("site/**/*.py"),
        *ROOT.glob("*/**/*.py"),
        *ROOT.glob(".ci/*"),
        ROOT / "Makefile",
    ]
    tracked = [path for path in code if ".venv" not in path.parts and ".uv" not in path.parts]
    known = {n for path in tracked if path.is_file() for n in SETTING.findall(path.read_text())}
    assert set(SETTING.findall(read("docs/settings.md"))) - known == set()


@pytest.mark.parametrize("page", OURS, ids=[str(path.relative_to(ROOT)) for path in OURS])
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.S)
    for found in LINK.finditer(text):
        target = found[1] or found[2]
        if re.match("[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        if anchor and other.suffix == ".md":
            assert anchor in _anchors(other.read_text()), target


def _anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", OURS, ids=[str(path.relative_to(ROOT)) for path in OURS])
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]*`", page.read_text(), re.S))
    assert set(re.findall(r"(?:^|[`;&])\s*make ([a-z][a-z-]*)", code, re.M)) - targets == set()


def test_every_file_named_in_the_readme_exists() -> None:
    text = read("README.md")
    tops = ("docs/", "forms_catalog/", "ledgers/", "site/", "templates/", "tests/", ".ci/")
    for name in set(re.findall(r"`([\w./-]+)`", text)):
        if name.startswith(tops) and "*" not in name:
            assert (ROOT / name).exists(), name


def test_what_make_help_lists_is_what_there_is() -> None:
    made = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = set(re.findall(r"^  make ([a-z-]+) ", made.stdout, re.M))
    assert listed == set(re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.M))
