"""The web page of a form: blocks of fields for the filling pages, or one blank page to look at."""

from __future__ import annotations

from collections.abc import Iterable

from ..bundle import Bundle, Placed
from ..questions import Context, type_of
from ..rendering import template
from .field_of import Showing, field_of
from .fields import Block

SUFFIX = ".html"
LABEL = "网页"


def blocks(
    sections: Iterable[Placed], view: Showing, skip: frozenset[str] = frozenset()
) -> list[Block]:
    """One block a section; `skip` names questions that this page does not ask."""
    made = []
    for section in sections:
        asked = [
            q for q in section.questions if q.name not in skip and type_of(q).name != "print_only"
        ]
        if asked:
            fields = [field_of(question, view) for question in asked]
            made.append(Block(f"s-{section.name}", section.label, section.hint, fields))
    return made


def write(bundle: Bundle) -> bytes:
    """A page on its own, blank, without a server behind it."""
    view = Showing(Context(options=bundle.options), alone=True)
    skip = frozenset(bundle.through)
    page = template("web/blank.html").render(
        title=bundle.form.title, blocks=blocks(bundle.placed, view, skip)
    )
    return page.encode()
