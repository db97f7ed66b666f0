"""Template texts for tests: faults marked in place, and a small shelf of what they refer to.

`«question.bad-default»default: X` says: here, at this line and column, this problem and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import dedent, indent
from typing import Any

from forms_catalog.checks import check
from forms_catalog.definition import READY, STAGES, Template
from forms_catalog.problems import Problem
from forms_catalog.readers import READERS

MARK = re.compile("«([^»]*)»")
ALL_STAGES = frozenset(STAGES)
Spot = tuple[int, int, str]


def marked(text: str) -> tuple[str, list[Spot]]:
    """The text without its marks, and (line, column, code) of each; `«a b»` stands for two."""
    spots: list[Spot] = []
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        while found := MARK.search(line):
            spots += [(number, found.start() + 1, code) for code in found[1].split()]
            line = line[: found.start()] + line[found.end() :]
        lines.append(line)
    return "\n".join(lines), sorted(spots)


def judge(
    text: str | bytes,
    book: Any = None,
    stages: frozenset[str] = READY,
    suffix: str = ".yaml",
    file: str = "f.yaml",
) -> tuple[Template | None, list[Problem]]:
    """What `form check` does, without a file."""
    data = text.encode() if isinstance(text, str) else text
    node, problems = READERS[suffix].read(data, file)
    if node is None:
        return None, problems
    template, more = check(node, file, book, stages)
    return (None if problems else template), problems + more


def define(text: str, book: Any = None, stages: frozenset[str] = READY) -> Any:
    """The definition of a text that must be clean."""
    template, problems = judge(dedent(text), book, stages)
    assert template is not None, [str(problem) for problem in problems]
    return template


def spots(problems: Iterable[Problem]) -> list[Spot]:
    return sorted((p.place.line, p.place.column, p.code) for p in problems)


def codes(problems: Iterable[Problem]) -> list[str]:
    return sorted(problem.code for problem in problems)


def form(questions: str, head: str = "", foot: str = "") -> str:
    """A form of one section with these questions."""
    return (
        "format: 1\nform: f\ntitle: 表\n"
        + dedent(head)
        + "sections:\n  s:\n    label: 部分\n    questions:\n"
        + indent(dedent(questions).strip("\n"), "      ")
        + "\n"
        + foot
    )


def ask(attributes: str) -> str:
    """A form whose only question `q` has these attributes, on one line."""
    return form(f"q: {{label: 题, {attributes}}}")


def decide(rows: str) -> str:
    """A form with a decision table `d` of these rows."""
    table = "decisions:\n  d:\n    label: 表\n    rows:\n" + indent(
        dedent(rows).strip("\n"), "    "
    )
    return form("q: {label: 题, type: text}", foot=f"{table}\n")


class Shelf:
    """Templates as a book."""

    def __init__(self, *texts: str, later: Iterable[str] = ()) -> None:
        self.templates: dict[tuple[str, str], Template] = {}
        self.named = frozenset(later)
        for text in texts:
            template = define(text, self)
            key = "" if template.kind == "pack" else template.id
            self.templates[template.kind, key] = template

    def plus(self, **templates: Template) -> Shelf:
        """This shelf with more on it, or with others of the same kind and id."""
        book = Shelf(later=self.named)
        new = {(item.kind, item.id): item for item in templates.values()}
        book.templates = self.templates | new
        return book

    def get(self, kind: str, id: str) -> Template | None:
        return self.templates.get((kind, id))

    def later(self) -> frozenset[str]:
        return self.named


PACK = """
format: 1
pack: club
title: 俱乐部
version: "1"
levels:
  club: {label: 俱乐部}
  court: {label: 场地}
bodies: {COACH: 培训机构}
""".lstrip()
CLERK = "format: 1\nrole: clerk\ntitle: 前台\nheld_at: place:court\n"
MANAGER = "format: 1\nrole: manager\ntitle: 经理\nheld_at: place:club\n"
GRADE = """
format: 1
list: grade
title: 会员等级
options:
  A: {label: 金卡, tags: {fee: full}}
  B: {label: 银卡, tags: {fee: half}}
  C: {label: 体验卡, disabled: true}
tags: [fee]
""".lstrip()
MEMBER = """
format: 1
form: member
title: 会员登记表
instance_name: ((name))
sections:
  person:
    label: 基本情况
    questions:
      name: {label: 姓名, type: person_name, required: true}
      number: {label: 号码, type: id_card, sealed: true}
      born: {label: 出生日期, type: date}
      court: {label: 场地, type: division, level: court}
  card:
    label: 会籍
    questions:
      grade: {label: 等级, type: choice, choices: grade}
      wins:
        label: 得奖
        type: rows
        questions:
          prize: {label: 奖, type: text}
""".lstrip()
MEMBERS = """
format: 1
ledger: members
title: 会员
form: member
place: court
states:
  OPEN: 在会
actions:
  opening: {label: 登记, who: [clerk]}
columns: [name]
access:
  clerk: {fill: true}
retention: {years: 3}
""".lstrip()
CHAINED = """
format: 1
form: chained
title: 转引的表
sections:
  all: {include: member}
""".lstrip()
OTHERS = MEMBERS.replace("ledger: members", "ledger: others").replace(
    "form: member\n", "form: other\n"
)
OTHER = """
format: 1
form: other
title: 别的表
sections:
  o:
    label: 部分
    questions:
      court: {label: 场地, type: division}
      name: {label: 名称, type: text}
""".lstrip()
SHELF = Shelf(
    PACK, CLERK, MANAGER, GRADE, MEMBER, MEMBERS, CHAINED, OTHER, OTHERS, later=["lessons"]
)
