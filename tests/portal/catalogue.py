"""The admin's Chinese catalogue, read and compiled: `python -m tests.portal.catalogue` writes it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "site" / "config" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")


class Bare(Catalog):
    """A catalogue whose header names neither day nor tool, so that it always compiles to the same bytes."""

    mime_headers = (
        ("Language", "zh_Hans"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    )


def read(path: Path, locale: str = "zh_Hans") -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def compiled(domain: str) -> bytes:
    """What the .mo of the domain has to hold."""
    bare = Bare(locale="zh_Hans")
    for message in read(FOLDER / f"{domain}.po"):
        if message.id:
            bare[message.id] = message
    out = BytesIO()
    write_mo(out, bare)
    return out.getvalue()


if __name__ == "__main__":
    for name in DOMAINS:
        (FOLDER / f"{name}.mo").write_bytes(compiled(name))
