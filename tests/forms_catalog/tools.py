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
GUEST = "format: 1\nrole: guest\ntitle: 来人\nheld_at: none\n"
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
      phone: {label: 电话, type: phone}
      member: {label: 谁的, type: record, record: members}
""".lstrip()
VISIT = """
format: 1
form: visit
title: 走访
sections:
  v:
    label: 走访
    questions:
      club: {label: 俱乐部, type: record, record: clubs}
      on: {label: 日期, type: date}
      ok: {label: 见到, type: yes_no}
      cost: {label: 花费, type: decimal}
      words: {label: 说明, type: text}
      secret: {label: 密语, type: text, sealed: true, sensitivity: 3}
""".lstrip()
VISIT2 = VISIT.replace("form: visit\n", "form: visit2\n").replace(
    "      on:", "      also: {label: 另一家, type: record, record: clubs}\n      on:"
)
VISITS = """
format: 1
ledger: visits
title: 走访台账
form: visit
place: _actor
states: {OPEN: 在}
actions:
  opening: {label: 登记, who: [clerk]}
derived:
  again: {via: club, take: top}
columns: [club, on, ok, cost]
access:
  clerk: {fill: true}
retention: {forever: true}
""".lstrip()
VISITS2 = VISITS.replace("ledger: visits\n", "ledger: visits2\n").replace("visit\n", "visit2\n")
VISITED = MEMBERS.replace("ledger: members", "ledger: clubs").replace(
    "columns: [name]", "DERIVED\ncolumns: [name]"
)
"""A ledger with a place for its derived columns; others point at it."""
ROUND = """
format: 1
form: round
title: 轮次
sections:
  r:
    label: 轮次
    questions:
      area: {label: 范围, type: division}
      day: {label: 时点, type: date}
      since: {label: 起, type: date}
      until: {label: 止, type: date}
      later: {label: 顺延到, type: date}
""".lstrip()
ROUNDS = MEMBERS.replace("ledger: members", "ledger: rounds").replace("form: member", "form: round")
ROUNDS = ROUNDS.replace("place: court", "place: area").replace(
    "[name]", "[area, day, since, until]"
)
UNIT = """
format: 1
form: unit
title: 单位
sections:
  u:
    label: 单位
    questions:
      court: {label: 场地, type: division}
      name: {label: 名称, type: text}
      secret: {label: 密语, type: text}
""".lstrip()
UNITS = MEMBERS.replace("ledger: members", "ledger: units").replace("form: member", "form: unit")
RESULT = """
format: 1
form: result
title: 结果
sections:
  r:
    label: 结果
    questions:
      turn: {label: 轮次, type: record, record: rounds}
      thing: {label: 单位, type: record, record: units}
      other: {label: 另一个, type: record, record: units}
      place: {label: 地方, type: division}
      on: {label: 日期, type: date}
      ok: {label: 见到, type: yes_no}
      words: {label: 说明, type: text}
""".lstrip()
COVERED = """
format: 1
ledger: results
title: 结果
form: result
place: thing
states: {OPEN: 在}
actions:
  opening: {label: 登记, who: [clerk]}
columns: [turn, thing, place, on, ok]
coverage:
  round: turn
  unit: thing
  units: ${name} != ''
  covered: ${ok} = 'yes'
  left_out: ${_state} = 'GONE'
  area: area
  date: day
  begins: since
  ends: until
  groups: name
access:
  clerk: {fill: true}
retention: {forever: true}
""".lstrip()
"""Results of rounds, as they should be."""
PAPER = """
format: 1
letter: paper
title: 证明
ledger: members
who: [manager]
text: 甲
""".lstrip()
INDOORS = """
format: 1
form: indoors
title: 柜台的表
sections:
  i:
    label: 部分
    questions:
      club: {label: 俱乐部, type: record, record: clubs, required: true}
      words: {label: 说明, type: text, by: [clerk]}
""".lstrip()
LED = (
    INDOORS.replace("form: indoors", "form: led")
    .replace(", by: [clerk]", "")
    .replace(", required: true", "")
    + "  m: {include: member, through: club}\n"
)
SHELF = Shelf(
    *(PACK, CLERK, GUEST, MANAGER, GRADE, MEMBER, MEMBERS, CHAINED, OTHER, OTHERS),
    *(VISIT, VISIT2, VISITS, VISITS2),
    *(ROUND, ROUNDS, UNIT, UNITS, RESULT, PAPER, INDOORS, LED),
    later=["lessons", "clubs"],
)
