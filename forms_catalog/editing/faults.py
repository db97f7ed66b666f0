"""Problems of a draft on its pages: as links to the block that has them, and on the block itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ..blocks import block_id, with_errors
from ..blocks.errors import page_with_errors
from ..blocks.ledgers import PAGES, page_of
from ..definition import Ledger, Letter, Notice, Section
from ..definition.canonical import attribute
from ..problems import Problem
from ..publishing import problems_of
from . import drafts, standing
from .called import Called
from .facets import Facet
from .ledgers_forms import FIRST
from .ledgers_saying import called_of
from .papers_faults import box_of, target
from .remedies import on_the_page
from .words import plain, title_of


@dataclass(frozen=True)
class Fault:
    """A problem with the address of the place to correct it ('' = elsewhere)."""

    code: str
    text: str
    remedy: str
    where: str
    href: str
    warn: bool
    restore: str = ""


RESTORED = (("list.option-gone", "option"), ("ledger.state-in-use", "state"))
"""What a button puts back: the code of the problem, and where its data names the thing."""


def judged(draft: Any) -> list[Problem]:
    """The problems of a draft in the words of its page, which shows labels where files have keys."""
    called = Called(draft)
    return [
        replace(one, text=called.text(one.text), remedy=called.remedy(one.remedy))
        for one in on_the_page(problems_of(draft))
    ]


def faults_of(row: Any) -> list[Fault]:
    """All problems that publishing this draft would meet; what stops it first."""
    draft = drafts.definition_of(row)
    found = [_fault(row, draft, problem) for problem in judged(draft)]
    return sorted(found, key=lambda fault: fault.warn)


def _fault(row: Any, draft: Any, problem: Problem) -> Fault:
    path = problem.place.path.split(".")
    tail, where = _target(draft, path)
    href = standing.href(row, "edit") + tail if tail else ""
    data = dict(problem.data)
    return Fault(
        problem.code,
        problem.text,
        problem.remedy,
        where,
        href,
        problem.warn,
        next((data[key] for code, key in RESTORED if code == problem.code), ""),
    )


def _target(draft: Any, path: list[str]) -> tuple[str, str]:
    """Where a path leads: `?section=…&check=1#block-…`, and the words for it."""
    if isinstance(draft, Notice | Letter):
        return target(draft, path)
    if path[0] == "sections" and len(path) > 1:
        section = drafts.section_of(draft, path[1])
        query = urlencode({"section": path[1], "check": 1})
        where = f"“{title_of(section)}”" if section else ""
        if len(path) > 3 and path[2] == "questions":
            return f"?{query}#block-{block_id(path[3])}-section", where + _question(
                section, path[3]
            )
        return f"?{query}#tab-questions", where
    if path[0] in LOGIC:
        return _target_in_logic(path)
    if isinstance(draft, Ledger):
        return _target_in_ledger(draft, path)
    if path[0] == "options":
        tail = f"#block-{block_id(path[1])}-section" if len(path) > 1 else "#tab-options"
        return f"?check=1{tail}", "选项"
    if path[0] == "print":
        return "?check=1#tab-paper", "打印版面"
    return ("?check=1#tab-basics", "基本信息") if path[0] else ("", "")


LOGIC = {"rules": "规则", "decisions": "决策表", "scoring": "计分"}
PART = {"rules": "rule", "scoring": "scoring"}
"""What the blocks of nameless parts are called."""


def _target_in_logic(path: list[str]) -> tuple[str, str]:
    query = urlencode({"section": drafts.LOGIC, "check": 1})
    if len(path) == 1:
        return f"?{query}#tab-questions", LOGIC[path[0]]
    number = int(path[1]) if path[1].isdigit() else 1
    id = block_id(PART[path[0]], number) if path[0] in PART else block_id(path[1])
    return f"?{query}#block-{id}-section", LOGIC[path[0]]


def _target_in_ledger(draft: Ledger, path: list[str]) -> tuple[str, str]:
    """The page that shows the key, and the block of its part where it has one."""
    page = page_of(path[0])
    if not page:
        return ("?check=1#tab-rules", PAGES[FIRST].label) if path[0] else ("", "")
    query = urlencode({"section": page, "check": 1})
    parts = getattr(draft, attribute(path[0]), ())
    named = [one for one in parts if hasattr(one, "name")] if isinstance(parts, tuple) else []
    part = next((one for one in named if [one.name] == path[1:2]), None)
    if part is None:
        return f"?{query}#tab-rules", PAGES[page].label
    where = f"{PAGES[page].label}的“{called_of(part)}”"
    return f"?{query}#block-{block_id(part.name)}-section", where


def _question(section: Section | None, name: str) -> str:
    found = next((q for q in section.questions if q.name == name), None) if section else None
    return f"的“{plain(found.label) or '（还没写）'}”" if found else ""


def on_page(form: Any, row: Any) -> list[Fault]:
    """Puts the problems onto the boxes and blocks of an unbound form; gives those of this page."""
    problems = judged(drafts.definition_of(row))
    _on_boxes(form, problems)
    if isinstance(form.part, Facet):
        return _on_facet(form, row, problems)
    problems = [one.at(path=_counted(one.place.path)) for one in problems]
    prefixes = _prefixes(form.part)
    for stream, prefix in prefixes.items():
        inside = [p for p in problems if p.place.path.startswith(f"{prefix}.")]
        if stream in form.fields and inside:
            error = with_errors(form.initial[stream], inside, prefix)
            if error is not None:
                form.errors[stream] = form.error_class([error])
    return [_fault(row, form.draft, problem) for problem in _own(problems, prefixes.values())]


def _on_facet(form: Any, row: Any, problems: list[Problem]) -> list[Fault]:
    """Those of the open page of a ledger."""
    part = form.part
    here = [p for p in problems if not p.warn and page_of(p.place.path.split(".")[0]) == part.name]
    error = page_with_errors(form.initial[f"part_{part.name}"], here)
    if error is not None:
        form.errors[f"part_{part.name}"] = form.error_class([error])
    return [_fault(row, form.draft, problem) for problem in here]


def _counted(path: str) -> str:
    """The scoring is the first and only one of its boxes."""
    return path.replace("scoring.", "scoring.1.", 1) if path.startswith("scoring.") else path


def _prefixes(part: Any) -> dict[str, str]:
    """The boxes of a part and the paths of what they show."""
    if isinstance(part, Section):
        return {"questions": f"sections.{part.name}.questions"}
    return {name: name for name in (LOGIC if isinstance(part, drafts.Logic) else ("options",))}


def _own(problems: Iterable[Problem], prefixes: Iterable[str]) -> list[Problem]:
    parts = tuple(prefix.removesuffix(".questions") for prefix in prefixes)
    return [p for p in problems if not p.warn and p.place.path.startswith(parts)]


def _on_boxes(form: Any, problems: list[Problem]) -> None:
    """Heads have boxes of their own names."""
    part = form.part
    told: dict[str, list[str]] = {}
    for problem in problems:
        path = problem.place.path
        box = form.box(path.replace("print.", "print_"))
        if isinstance(form.draft, Notice | Letter):
            box = box_of(form.draft, path.split("."))
        if isinstance(part, Section) and path.startswith(f"sections.{part.name}."):
            box = f"section_{path.rpartition('.')[2]}" if path.count(".") == 2 else ""
        if box in form.fields and not problem.warn:
            told.setdefault(box, []).append(_whole(problem))
    for box, words in told.items():
        form.errors[box] = form.error_class(words)


def _whole(problem: Problem) -> str:
    """What is wrong and what to do, beside the box."""
    return "".join(f"{one}。" for one in (problem.text, problem.remedy) if one)
