"""Which box of a notice's or a letter's page a problem belongs to."""

from __future__ import annotations

from ..definition import Letter, Notice

RULE = "rule_"
HEADS = ("title", "note", "source")
WHOLE = ("escalate", "values", "on")
"""What one box holds with all its parts."""
NEARBY = {"print": "text", "term": "term_from"}
"""What has no box of its own name."""


def box_of(draft: Notice | Letter, path: list[str]) -> str:
    """The name of the box; '' for what stands on no page."""
    key = path[0]
    if not key or key in HEADS:
        return key if key in ("", "title") else f"head_{key}"
    if key == "on":
        return RULE + ("on_what" if isinstance(draft, Notice) and draft.on else "on")
    if key in WHOLE or len(path) == 1:
        return RULE + NEARBY.get(key, key)
    return RULE + "_".join(path[:2])


def target(draft: Notice | Letter, path: list[str]) -> tuple[str, str]:
    """Where a path leads, and the label of the box there."""
    from .letters_forms import LetterForm
    from .notices_forms import NoticeForm

    form = NoticeForm if isinstance(draft, Notice) else LetterForm
    box = box_of(draft, path)
    field = form.base_fields.get(box)
    if not box:
        return "", ""
    return (f"?check=1#{anchor(box)}", str(field.label)) if field else ("?check=1", "")


def anchor(box: str) -> str:
    """The label of the box: it is seen even where a list stands for the box."""
    return f"id_{box}-label"
