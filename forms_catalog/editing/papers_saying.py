"""What changed between two versions of a notice or a letter, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..definition import Letter, Notice
from ..expressions import parse
from ..problems import Refused
from .saying import Change

if TYPE_CHECKING:
    from .asking import Asked
    from .papers_asking import PaperAsked

NOTHING = "（没有）"
RULE = "rule_"
CONDITIONS = ("condition", "when", "needed_filter")
QUESTIONS = ("sealed", "clear", "scan", "term_from", "term_to")


def paper_changes(old: Notice | Letter, new: Notice | Letter) -> Iterator[Change]:
    """Box by box."""
    before, after = boxes_said(old), boxes_said(new)
    for label, (raw, words) in after.items():
        was, were = before[label]
        if was != raw:
            told = (were, words) if were != words else (str(was), str(raw))
            yield "changed", label, "", ((label, *told),)


def boxes_said(paper: Notice | Letter) -> dict[str, tuple[Any, str]]:
    """The label of every box, what stands in it, and how a person would say it."""
    from . import letters_forms, letters_parts, notices_forms, notices_parts
    from .papers_asking import about

    asked: Any = about(paper)
    if isinstance(paper, Notice):
        fields, boxes = notices_forms.NoticeForm.base_fields, notices_parts.to_boxes(paper)
    else:
        fields, boxes = letters_forms.LetterForm.base_fields, letters_parts.to_boxes(paper)
    said = {
        name: _said(name, value, fields[RULE + name], boxes, asked) for name, value in boxes.items()
    }
    return {
        str(fields[RULE + name].label): (value, said[name] or NOTHING)
        for name, value in boxes.items()
    }


def _said(name: str, value: Any, field: Any, boxes: dict[str, Any], asked: PaperAsked) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        known = dict(getattr(field, "choices", ())) | asked.roles
        return "、".join(str(known.get(one, one)) for one in value)
    if name in CONDITIONS:
        about = boxes["needed_ledger"] if name == "needed_filter" else ""
        return _condition(str(value), asked.beside(about))
    return _named(name, str(value or ""), boxes, asked) or _chosen(value, field)


def _named(name: str, text: str, boxes: dict[str, Any], asked: PaperAsked) -> str:
    """Texts and names; '' for what is one of a few words."""
    if name == "to":
        return "、".join(asked.meant.said(one) for one in text.splitlines())
    if name == "escalate":
        return "；".join(_step(line, asked) for line in text.splitlines())
    if name == "subject" or name.startswith("text"):
        return asked.worded(text)
    if name in QUESTIONS:
        return "、".join(asked.named.get(one, one) for one in text.split("、"))
    if name == "on_what":
        offered = asked.offer()["choices"].get(f"on_{boxes['on']}", ())
        return next((str(pair[1]) for pair in offered if pair[0] == text), text)
    return ""


def _chosen(value: Any, field: Any) -> str:
    offered = getattr(field.widget, "offered", None)
    known = dict(offered() if offered else getattr(field, "choices", ()))
    return str(known.get(value, "" if value is None else value)) if value else ""


def _condition(text: str, asked: Asked) -> str:
    try:
        return asked.say(parse(text)) if text else ""
    except Refused:
        return text


def _step(line: str, asked: PaperAsked) -> str:
    after, to, notice = (*line.split("："), "", "")[:3]
    whom = "、".join(asked.meant.said(one) for one in to.split())
    return f"过了{after}告诉{whom}，用“{asked.notices.get(notice, notice)}”"
