"""What a form means: names, references, what may be sealed, includes, placeholders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ...bundle import Book, make, own_questions
from ...definition import FormDefinition, Ledger, Pack, Question, Section
from ...expressions import is_expression
from ...placeholders import marks, unread
from ...problems import Refused
from ...questions import REASONS, TYPES, Context, read
from ..shape import Sheet
from . import judges

DEEPEST_TABLE = "sections.s.questions.r.questions.c".count(".")
"""How far down the path of a table in a table goes."""
RESERVED_IN_NUMBERS = frozenset(["_seq", "_year", "_code", "_today", "_this_year"])
LATER_IN_NUMBERS = frozenset(["_period"])
"""Comes with the periods of ledgers."""


_REMEDY_NAME = "检查题名"


def walk(form: FormDefinition) -> Iterator[tuple[Question, str]]:
    """Every question with its path, columns of rows too."""
    for section in form.sections:
        yield from _walked(section.questions, f"sections.{section.name}.questions")


def _walked(questions: Iterable[Question], path: str) -> Iterator[tuple[Question, str]]:
    for question in questions:
        here = f"{path}.{question.name}"
        yield question, here
        yield from _walked(question.questions, f"{here}.questions")


@judges("form")
def names(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    """All questions of a form share one name space, the columns of rows too."""
    seen: set[str] = set()
    for question, path in walk(form):
        if question.name in seen:
            sheet.problem(
                "question.name-twice", f"题名“{question.name}”用了两次", "改掉其中一个", path
            )
        seen.add(question.name)
        if question.type == "rows" and path.count(".") > DEEPEST_TABLE:
            sheet.problem("rows.nested", "表格里最多再套一层表格", "拆成两个表格", path)


@judges("form")
def sections(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for section in form.sections:
        path = f"sections.{section.name}"
        if section.include and section.questions:
            sheet.problem("section.both", "引用别的表时不能再写题目", "拆成两个部分", path)
        if not section.include and not section.questions:
            sheet.problem("section.empty", "这个部分没有题目", "加上题目，或删去这个部分", path)
        if not section.include and not section.label:
            sheet.problem("section.no-label", "这个部分没有标题", "写上“label”", path)
        if section.through and not section.include:
            sheet.problem(
                "section.through-alone",
                "“through”要和“include”一起用",
                "写上“include”，或删去“through”",
                path,
            )


@judges("form")
def includes(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    """What stands here from elsewhere is there, includes nothing itself, and takes nobody's name."""
    names = {question.name for question, _ in walk(form)}
    heads = {section.name for section in form.sections if not section.include}
    for section in form.sections:
        path = f"sections.{section.name}.include"
        source, _, part = section.include.partition(".")
        other = book.get("form", source) if source else None
        if isinstance(other, FormDefinition):
            if source == form.id or any(item.include for item in other.sections):
                text = "被引用的表自己也引用别的表"
                sheet.problem("include.chain", text, "只引用不再引用的表", path)
            _part(other, part, sheet, path)
            _clashes(other, part, names, heads, sheet, path)
            _through(form, section, book, sheet, path)
        elif source:
            sheet.problem("include.unknown-form", f"没有“{source}”这张表", "检查标识", path)


def _part(other: FormDefinition, part: str, sheet: Sheet, path: str) -> None:
    if part and not any(item.name == part for item in other.sections):
        text = f"那张表里没有“{part}”这个部分"
        sheet.problem("include.unknown-section", text, "检查部分的名字", path)


def _clashes(
    other: FormDefinition, part: str, names: set[str], heads: set[str], sheet: Sheet, path: str
) -> None:
    """Adds what is included to the names in use, after saying which are in use already."""
    new = {q.name for q, where in walk(other) if part in ("", where.split(".")[1])}
    parts = {item.name for item in other.sections if part in ("", item.name)}
    for name in sorted(new & names):
        text = f"题名“{name}”已经用了"
        sheet.problem("include.name-clash", text, "改掉其中一个", path)
    for name in sorted(parts & heads):
        text = f"已经有一个部分叫“{name}”"
        sheet.problem("include.section-clash", text, "改掉其中一个", path)
    names |= new
    heads |= parts


def _through(form: FormDefinition, section: Section, book: Book, sheet: Sheet, path: str) -> None:
    source, _, part = section.include.partition(".")
    through = section.through
    question = form.question(through) if through else None
    if part and through:
        text = "写了“through”就要引用整张表，不能只引用一个部分"
        sheet.problem("include.through-part", text, "只写表的标识", path)
    if through and (question is None or question.type != "record"):
        text = f"“{through}”不是本表的记录题"
        sheet.problem("include.through-no-record", text, "写本表一个记录题的名字", path)
    ledger = book.get("ledger", question.option("record")) if question else None
    if isinstance(ledger, Ledger) and ledger.form != source:
        text = f"“{through}”指向的台账不是由“{source}”建立的"
        sheet.problem("include.through-other-form", text, "两处要对上", path)


@judges("form")
def references(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for question, path in walk(form):
        for option, kind, words in (("choices", "list", "选项表"), ("record", "ledger", "台账")):
            name = question.option(option)
            if not isinstance(name, str) or not name or book.get(kind, name):
                continue
            if name in book.later():
                text = f"“{name}”{words}以后才有，这一题先不能选"
                remedy = "现在不用改"
                sheet.problem(f"form.later-{kind}", text, remedy, f"{path}.{option}", warn=True)
            else:
                sheet.problem(
                    f"form.unknown-{kind}",
                    f"没有“{name}”这个{words}",
                    "检查标识",
                    f"{path}.{option}",
                )


@judges("form")
def fills(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    known = {question.name for question, _ in walk(form)}
    for question, path in walk(form):
        for pair in question.option("fills", ()):
            target = dict(pair).get("value")
            if target not in known:
                sheet.problem(
                    "question.fills-unknown",
                    f"本表没有“{target}”这一题",
                    _REMEDY_NAME,
                    f"{path}.fills",
                )


@judges("form")
def protection(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for question, path in walk(form):
        kind = TYPES.get(question.type)
        if question.sealed and kind and kind.coded:
            remedy = "选项题不能加密，需要时用台账的“hidden”或“masked”"
            sheet.problem("question.sealed-code", "这种题型不能加密", remedy, f"{path}.sealed")
        if not 1 <= question.sensitivity <= 3:
            sheet.problem(
                "question.bad-sensitivity", "敏感程度只有1、2、3", "选一个", f"{path}.sensitivity"
            )
        for reason in question.missing:
            if reason not in REASONS:
                text = f"没有“{reason}”这个原因"
                sheet.problem(
                    "question.unknown-reason",
                    text,
                    f"只能用“{' '.join(REASONS)}”",
                    f"{path}.missing",
                )


@judges("form")
def defaults(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    """A fixed default or a normal value must be an answer of its question."""
    questions = {question.name: (question, path) for question, path in walk(form)}
    ctx = Context(options=make(form, book).options)
    given = [(q, path + ".default", q.default) for q, path in questions.values() if q.default]
    for name, value in form.normal:
        if name not in questions:
            sheet.problem(
                "form.normal-unknown", f"本表没有“{name}”这一题", _REMEDY_NAME, f"normal.{name}"
            )
        else:
            given.append((questions[name][0], f"normal.{name}", value))
    for question, path, value in given:
        if is_expression(str(value)) or question.type not in TYPES:
            continue
        if question.option("choices") and not ctx.choices(question):
            continue
        try:
            read(question, value, ctx)
        except Refused as refused:
            sheet.problem(
                "question.bad-default", f"“{value}”不是这一题的答案", refused.problems[0].text, path
            )


@judges("form")
def titles(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    questions = {question.name: question for question in own_questions(form, book)}
    if unread(form.instance_name):
        sheet.problem("form.title-odd", "标题里有没写对的“((”", "写成“((题名))”", "instance_name")
    for mark in marks(form.instance_name):
        name = mark.name.partition(".")[0]
        if name.startswith("_"):
            continue
        if name not in questions:
            sheet.problem(
                "form.title-unknown", f"标题里的“{name}”不是本表的题", _REMEDY_NAME, "instance_name"
            )
        elif questions[name].sealed:
            sheet.problem(
                "form.title-sealed",
                f"“{name}”是加密题，不能放进标题",
                "从标题里删去",
                "instance_name",
            )


def _is_level_code(name: str, book: Book) -> bool:
    """`_LEVEL_code`, a level of the pack's place tree; of any tree while the pack is not known."""
    pack = book.get("pack", "")
    if not (name.startswith("_") and name.endswith("_code")):
        return False
    return not isinstance(pack, Pack) or pack.level(name[1:-5]) is not None


def _unfit_in_number(form: FormDefinition, book: Book, name: str) -> tuple[str, str, str] | None:
    """(code, text, remedy) of what a number cannot hold: it is given once and read by everybody."""
    if name in LATER_IN_NUMBERS:
        text = f"编号里的“{name}”以后才有"
        return "question.number-later", text, "先从编号里删去"
    if name in RESERVED_IN_NUMBERS or _is_level_code(name, book):
        return None
    found = next(
        (q for section in form.sections for q in section.questions if q.name == name), None
    )
    if found is None or found.questions or found.number:
        words = " ".join(sorted(RESERVED_IN_NUMBERS))
        remedy = f"只能用“{words}”、各级地方的代码和本表的题"
        return "question.number-unknown", f"编号里不能用“{name}”", remedy
    if found.sealed:
        return "question.number-sealed", f"“{name}”是加密题，不能放进编号", "从编号里删去"
    return None


@judges("form")
def numbers(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    for question, path in walk(form):
        if unread(question.number):
            text = "编号里有没写对的“((”"
            sheet.problem("question.number-odd", text, "写成“((_seq:4))”", f"{path}.number")
        used = Counter(mark.name for mark in marks(question.number))
        for name in used:
            if problem := _unfit_in_number(form, book, name):
                sheet.problem(*problem, f"{path}.number")
        if question.number and not used["_seq"]:
            sheet.problem(
                "question.number-no-seq", "编号里没有流水号", "加上“((_seq:4))”", f"{path}.number"
            )
