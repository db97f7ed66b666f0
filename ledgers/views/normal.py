"""「一切正常」: fills what is usual where nothing is answered yet; exceptions are then changed."""

from __future__ import annotations

from forms_catalog.bundle import Bundle
from forms_catalog.definition import FormDefinition
from forms_catalog.questions import type_of

from ..drafts import Sheet
from .desk import Desk


def normals(bundle: Bundle) -> dict[str, str]:
    """Question -> usual answer, of the form and of those it includes."""
    forms = [item for item in bundle.embedded.values() if isinstance(item, FormDefinition)]
    found = {name: value for form in forms for name, value in form.normal}
    asked = bundle.questions.keys()
    return {n: v for n, v in (found | dict(bundle.form.normal)).items() if n in asked}


def with_normals(desk: Desk, sheet: Sheet, step: str) -> None:
    """Puts them on one page of the sheet."""
    usual, content = normals(desk.bundle), sheet.content
    answered = content.answered() | {name for name in usual if desk.stands(name)}
    for name in usual.keys() & desk.names(step) - answered:
        several = type_of(desk.bundle.questions[name][0]).macro in ("choices", "checkboxes")
        content.values[name] = usual[name].split() if several else [usual[name]]
