"""What the logic of a form refers to, and how much there may be; expressions are judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...bundle import Book
from ...definition import FormDefinition, Question, Row, Scoring, Section
from ...definition.logic import HITS
from ...expressions import is_expression
from ...questions.score import score_of
from ..shape import Sheet
from . import judges
from .forms import walk

MOST_QUESTIONS = 1000
MOST_SECTIONS = 50
POSTED = frozenset(
    [
        "key",
        "step",
        "base",
        "edition",
        "ledger",
        "like",
        "whose",
        "go",
        "more",
        "find",
        "unseen",
        "csrfmiddlewaretoken",
    ]
)
"""What pages post beside the answers."""

_REMEDY_NAME = "检查题名"
_REMEDY_TABLE = "检查决策表的名字"
_POINTS = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def standing(form: FormDefinition, book: Book) -> Iterator[Section]:
    """Every section as people meet it, the included ones that are known in their places."""
    for section in form.sections:
        source, _, part = section.include.partition(".")
        other = book.get("form", source) if source else None
        if isinstance(other, FormDefinition):
            yield from (item for item in other.sections if part in ("", item.name))
        else:
            yield section


def names_here(form: FormDefinition, book: Book) -> set[str]:
    """The names of all questions that stand in the form, whoever keeps their answers."""
    own = {question.name for question, _ in walk(form)}
    return own | {question.name for question in _everything(standing(form, book))}


def _everything(sections: Iterable[Section]) -> Iterator[Question]:
    for section in sections:
        yield from _below(section.questions)


def _below(questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _below(question.questions)


@judges("form")
def sizes(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    sections = list(standing(form, book))
    count = sum(1 for _ in _everything(sections))
    if count > MOST_QUESTIONS:
        text = f"一张表最多{MOST_QUESTIONS}题，现在有{count}题"
        sheet.problem("form.too-many-questions", text, "拆成几张表", "sections")
    if len(sections) > MOST_SECTIONS:
        text = f"一张表最多{MOST_SECTIONS}个部分，现在有{len(sections)}个"
        sheet.problem("form.too-many-sections", text, "合并几个部分，或拆成几张表", "sections")


@judges("form")
def taken_names(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for question, path in walk(form):
        if question.name in POSTED:
            text = f"“{question.name}”系统自己要用，不能作题名"
            sheet.problem("question.name-taken", text, "换一个题名", path)
    known = names_here(form, book)
    for decision in form.decisions:
        if decision.name in known:
            text = f"已经有一题叫“{decision.name}”，决策表不能同名"
            path = f"decisions.{decision.name}"
            sheet.problem("decision.name-taken", text, "改掉其中一个", path)


@judges("form")
def through(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for section in form.sections:
        if section.through and section.relevant:
            text = "经由记录题引用的部分不能再写条件"
            remedy = "删去“relevant”，把条件写在那张表里"
            path = f"sections.{section.name}.relevant"
            sheet.problem("include.through-relevant", text, remedy, path)


@judges("form")
def worked_out(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    """A calculated question has one source; what it and the others point at is there."""
    known, tables = names_here(form, book), {item.name for item in form.decisions}
    for question, path in walk(form):
        table = question.option("decision")
        if question.type == "calculated" and bool(table) == bool(question.calculation):
            text = "自动计算的题要写算式或决策表，只写一种"
            remedy = "写上“calculation”或“decision”"
            sheet.problem("question.calculated-how", text, remedy, path)
        if table and table not in tables:
            text = f"没有“{table}”这张决策表"
            sheet.problem("question.unknown-decision", text, _REMEDY_TABLE, f"{path}.decision")
        if question.trigger and question.trigger not in known:
            text = f"本表没有“{question.trigger}”这一题"
            sheet.problem("question.unknown-trigger", text, _REMEDY_NAME, f"{path}.trigger")


@judges("form")
def tables(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for decision in form.decisions:
        path = f"decisions.{decision.name}"
        if decision.hit not in HITS:
            remedy = f"只能用“{' '.join(HITS)}”"
            sheet.problem("decision.bad-hit", f"不能写“{decision.hit}”", remedy, f"{path}.hit")
        _otherwise(decision.rows, sheet, path)
    for question, path in walk(form):
        if question.type == "score":
            rows = score_of(question).rows
            _otherwise(rows, sheet, f"{path}.score")
            _points(rows, sheet, f"{path}.score")


def _otherwise(rows: tuple[Row, ...], sheet: Sheet, path: str) -> None:
    """Nothing below "otherwise" is ever reached."""
    for number, row in enumerate(rows[:-1], 1):
        if not row.when:
            text = "没有条件的一行表示其余情况，后面的行用不到"
            remedy = "写上“when”，或移到最后"
            sheet.problem("table.otherwise-first", text, remedy, f"{path}.rows.{number}")


def _points(rows: tuple[Row, ...], sheet: Sheet, path: str) -> None:
    for number, row in enumerate(rows, 1):
        if row.then and not is_expression(row.then) and not _POINTS.fullmatch(row.then):
            text = f"“{row.then}”不是分数"
            sheet.problem("score.no-points", text, "写一个数", f"{path}.rows.{number}.then")


@judges("form")
def rules(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    known, tables = names_here(form, book), {item.name for item in form.decisions}
    for number, rule in enumerate(form.rules, 1):
        path = f"rules.{number}"
        if rule.reason and not rule.warn:
            text = "拦住不让保存的规则用不着写原因的题"
            remedy = "写上“warn: true”，或删去“reason”"
            sheet.problem("rule.reason-alone", text, remedy, f"{path}.reason")
        if rule.reason and rule.reason not in known:
            text = f"本表没有“{rule.reason}”这一题"
            sheet.problem("rule.unknown-reason", text, _REMEDY_NAME, f"{path}.reason")
        if rule.decision and rule.decision not in tables:
            text = f"没有“{rule.decision}”这张决策表"
            sheet.problem("rule.unknown-decision", text, _REMEDY_TABLE, f"{path}.decision")


@judges("form")
def scoring(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    if form.scoring is None:
        return
    known, tables = names_here(form, book), {item.name for item in form.decisions}
    for path, name in _questions_of(form.scoring):
        if name and name not in known:
            text = f"本表没有“{name}”这一题"
            sheet.problem("scoring.unknown-question", text, _REMEDY_NAME, f"scoring.{path}")
    for path, name in (("by_score", form.scoring.by_score), ("forced", form.scoring.forced)):
        if name and name not in tables:
            text = f"没有“{name}”这张决策表"
            sheet.problem("scoring.unknown-decision", text, _REMEDY_TABLE, f"scoring.{path}")
    role = form.scoring.lower.approve if form.scoring.lower else ""
    if role and not book.get("role", role) and role not in book.later():
        text = f"没有“{role}”这个角色"
        sheet.problem("scoring.unknown-role", text, "检查标识", "scoring.lower.approve")


def _questions_of(scoring: Scoring) -> Iterator[tuple[str, str]]:
    """Every question that the scoring names, with the path of the name."""
    yield "total", scoring.total
    yield "level", scoring.level
    yield from (("outside", name) for name in scoring.outside)
    if scoring.lower:
        yield "lower.reason", scoring.lower.reason
