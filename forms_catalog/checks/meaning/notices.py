"""What a notice means: an event that happens, people who are there, placeholders that say something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...bundle import Book
from ...definition import CHANNELS, Event, Ledger, Notice, Pack, Question
from ...definition.notices import ENGINE_EVENTS
from ...expressions import Scope, check
from ...logic.reserved import OF_GAPS, RESERVED
from ...placeholders import marks, unread
from ...questions import TYPES
from ..scalars import is_monthday
from ..shape import Sheet
from . import judges
from .life import kinds_for
from .speaking import Ground, ground_of

GIVEN = frozenset({"_to", "_title"})
"""What only notices are told: where a record is to go, what another notice is called."""
EVERY = ("day", "week", "month", "quarter", "year")
DIGESTS = ("no", "day", "week")
PEOPLE = ("_actor", "_filler", "_responsible")
RINGING = frozenset({"sms", "slip"})
"""What reaches somebody of whom the house knows a telephone number alone."""
OUTSIDE = frozenset({"sms", "email", "wework"})
_MOST = re.compile(r"[1-9]\d{0,2}/(day|week|month)")
_ROLE = re.compile(r"([a-z][a-z0-9_]*)@([a-z_][a-z0-9_]*)(?:\(([a-z_][a-z0-9_.]*)\))?")
_PHONE = re.compile(r"\$\{([a-z][a-z0-9_.]*)\}")
_FORM = re.compile(r"|code|mask|last4|cn|upper|\d{1,2}")


@judges("notice")
def event(notice: Notice, book: Book, sheet: Sheet) -> None:
    ground, on = ground_of(notice.ledger, book), notice.on
    if notice.ledger and ground.ledger is None and notice.ledger not in book.later():
        text = f"没有台账“{notice.ledger}”"
        sheet.problem("notice.unknown-ledger", text, "检查台账的名字", "ledger")
    if on is None:
        return
    told = [word for word in (on.action, on.changed, on.every, on.round, on.engine) if word]
    if len(told) != 1:
        sheet.problem("notice.one-event", "什么时候发，只能写一种", "留下一种，其余删去", "on")
    if not notice.ledger and not on.engine:
        sheet.problem("notice.no-ledger", "没有写是哪个台账", "写上“ledger”", "on")
    _of_ledger(notice, ground, sheet)
    _of_engine(on, sheet)


def _of_engine(on: Event, sheet: Sheet) -> None:
    if on.round not in ("", "opened", "closed"):
        sheet.problem("notice.unknown-round", "轮次只有“opened”和“closed”", "改成其中一个", "on")
    if on.engine and on.engine not in ENGINE_EVENTS:
        words = "、".join(ENGINE_EVENTS)
        sheet.problem("notice.unknown-event", f"没有“{on.engine}”这件事", f"只能用“{words}”", "on")
    single = isinstance(on.every, str)
    for day in (on.every,) if single else on.every:
        good = day in ("", *EVERY) if single else is_monthday(str(day))
        if not good:
            text = f"看不懂“{day}”这个日子"
            sheet.problem(
                "notice.unknown-day", text, "写“day”“week”“month”“quarter”，或月-日", "on"
            )


def _of_ledger(notice: Notice, ground: Ground, sheet: Sheet) -> None:
    assert notice.on is not None
    ledger, on = ground.ledger, notice.on
    if ledger is None or ground.questions is None:
        return
    if on.action and ledger.action(on.action) is None:
        text = f"台账没有“{on.action}”这个动作"
        sheet.problem("notice.unknown-action", text, "检查动作的代码", "on")
    if on.changed and not ground.known(on.changed):
        text = f"台账没有“{on.changed}”这一列"
        sheet.problem("notice.unknown-column", text, "检查列的代码", "on")


@judges("notice")
def expressions(notice: Notice, book: Book, sheet: Sheet) -> None:
    ground = ground_of(notice.ledger, book)
    kinds = kinds_for(ground.ledger, book) if ground.ledger else None
    if kinds is None:
        return
    asked = [("condition", notice.condition, True)] if notice.condition else []
    asked += [(f"values.{name}", text, False) for name, text in notice.values]
    for path, text, condition in asked:
        _, problems = check(text, Scope(kinds, condition=condition))
        for one in problems:
            sheet.problem(one.code, one.text, one.remedy, path, warn=one.warn)


@judges("notice")
def recipients(notice: Notice, book: Book, sheet: Sheet) -> None:
    ground = ground_of(notice.ledger, book)
    for text in notice.to:
        for code, words, remedy in _wrong(text, ground, book):
            sheet.problem(code, words, remedy, "to")
    for number, step in enumerate(notice.escalate, 1):
        for text in step.to:
            for code, words, remedy in _wrong(text, ground, book):
                sheet.problem(code, words, remedy, f"escalate.{number}.to")


@judges("notice")
def unconfirmed(notice: Notice, book: Book, sheet: Sheet) -> None:
    """What follows when nobody confirms needs somebody who was asked to."""
    if notice.escalate and not notice.ack:
        text = "没有写多久之内要确认收到"
        sheet.problem("notice.escalate-without-ack", text, "写上“ack”", "escalate")
    for number, step in enumerate(notice.escalate, 1):
        path = f"escalate.{number}.notice"
        if step.notice == notice.id:
            text = "没人确认时，不能又发这一条"
            sheet.problem("notice.escalate-itself", text, "另写一个通知模板", path)
        elif book.get("notice", step.notice) is None and step.notice not in book.later():
            text = f"没有名为“{step.notice}”的通知模板"
            sheet.problem("notice.unknown-notice", text, "检查通知的名字", path)


def _wrong(text: str, ground: Ground, book: Book) -> Iterator[tuple[str, str, str]]:
    if text in PEOPLE:
        return
    if phone := _PHONE.fullmatch(text):
        question = ground.question(phone[1])
        if ground.questions is not None and not _rings(question):
            yield "notice.no-phone-question", f"“{phone[1]}”不是电话题", "检查题名"
        return
    told = _ROLE.fullmatch(text)
    if told is None:
        remedy = "写成“角色@record”、“${电话题}”或“_filler”"
        yield "notice.unread-recipient", f"看不懂“{text}”是谁", remedy
        return
    role, where, of = told.groups()
    yield from _wrong_role(role, where, of, ground, book)


def _telephones(notice: Notice, book: Book) -> Iterator[bool]:
    ground = ground_of(notice.ledger, book)
    for text in notice.to:
        if phone := _PHONE.fullmatch(text):
            yield _rings(ground.question(phone[1]))


def _rings(question: Question | None) -> bool:
    """Whether a telephone number is asked for."""
    kind = TYPES.get(question.type) if question else None
    return kind is not None and kind.inputmode == "tel"


def _wrong_role(
    role: str, where: str, of: str | None, ground: Ground, book: Book
) -> Iterator[tuple[str, str, str]]:
    pack = book.get("pack", "")
    levels = {level.name for level in pack.levels} if isinstance(pack, Pack) else set()
    if book.get("role", role) is None:
        yield "notice.unknown-role", f"没有角色“{role}”", "检查角色的代码"
    if of is not None:
        if levels and where not in levels:
            yield "notice.unknown-level", f"没有“{where}”这一级", "看“pack.yaml”的“levels”"
        where = of
    if where in ("record", "body", *levels) or where.startswith("_") or ground.questions is None:
        return
    question = ground.question(where)
    if question is None or question.type not in ("division", "body"):
        text = f"“{where}”不是一级地方，也不是区划题或机构题"
        yield "notice.unknown-place", text, "检查级别或题名"


@judges("notice")
def words(notice: Notice, book: Book, sheet: Sheet) -> None:
    ground = ground_of(notice.ledger, book)
    if isinstance(notice.text, str):
        texts = [("text", notice.text)]
    else:
        texts = [(f"text.{name}", text) for name, text in notice.text]
    for path, text in [("subject", notice.subject), *texts]:
        if unread(text):
            words = "有一处“((”没有写对，会照原样发出去"
            sheet.problem("notice.unread-placeholder", words, "写成((题名))", path, warn=True)
        for mark in marks(text):
            _placeholder(notice, ground, mark.name, mark.form, path, sheet)


def _placeholder(
    notice: Notice, ground: Ground, name: str, form: str, path: str, sheet: Sheet
) -> None:
    if not _FORM.fullmatch(form):
        remedy = "可以写“code mask last4 cn upper”，或一个数"
        sheet.problem("notice.unknown-form", f"没有“{form}”这种写法", remedy, path)
    if name.startswith("_"):
        if name not in RESERVED and name not in GIVEN:
            sheet.problem("notice.unknown-name", f"引擎没有“{name}”", "检查名字", path)
        elif name in OF_GAPS and not _of_rounds(notice, ground):
            text = f"“{name}”只有到了日子就发、台账又登记排查结果的通知才知道"
            sheet.problem("notice.without-round", text, "换一个台账，或删去这个名字", path)
        return
    if name not in dict(notice.values) and ground.questions is not None:
        _asked(notice, ground, name, form, path, sheet)


def _of_rounds(notice: Notice, ground: Ground) -> bool:
    """Whether a running round is asked what it lacks."""
    known = ground.ledger is None or ground.ledger.coverage is not None
    return known and notice.on is not None and bool(notice.on.every)


def _asked(notice: Notice, ground: Ground, name: str, form: str, path: str, sheet: Sheet) -> None:
    question = ground.question(name)
    if question is None:
        if not ground.known(name):
            remedy = "检查题名；题目删掉了的，把它从文字里也删掉"
            sheet.problem("notice.unknown-name", f"没有“{name}”这一题", remedy, path)
    elif question.sealed and name not in notice.sealed:
        text = f"“{question.label}”是加密的，发出去时遮住"
        sheet.problem("notice.masked", text, "要写明，加进“sealed”", path, warn=True)
    elif question.sensitivity == 3 and form != "mask" and OUTSIDE & {*notice.channels}:
        text = f"“{question.label}”很敏感，会写进短信、邮件或群里"
        sheet.problem("notice.sensitive", text, "能不写就不写，或写成遮住的", path, warn=True)


@judges("notice")
def sealed(notice: Notice, book: Book, sheet: Sheet) -> None:
    """Nobody alone lets what is sealed leave the house."""
    ground = ground_of(notice.ledger, book)
    for name in notice.sealed if ground.questions is not None else ():
        question = ground.question(name)
        if question is None or not question.sealed:
            text = f"“{name}”不是这个台账里加密的题"
            sheet.problem("notice.not-sealed", text, "从“sealed”里删去", "sealed")
    if notice.sealed:
        text = "写进消息的有加密的内容，要由另一个人来发布"
        sheet.problem("notice.needs-second", text, "请另一位有发布权的人来按", "sealed", warn=True)


@judges("notice")
def ways(notice: Notice, book: Book, sheet: Sheet) -> None:
    own = () if isinstance(notice.text, str) else [name for name, _ in notice.text]
    for path, name in [("channels", n) for n in notice.channels] + [("text", n) for n in own]:
        if name not in CHANNELS:
            remedy = f"只能用“{'、'.join(CHANNELS)}”"
            sheet.problem("notice.unknown-channel", f"没有“{name}”这个渠道", remedy, path)
    if not {*notice.channels} & RINGING and any(_telephones(notice, book)):
        text = "发给记录里的电话，却没有选短信或通知单，对方收不到"
        sheet.problem("notice.phone-unreached", text, "加上“sms”或“slip”", "channels", warn=True)
    letter = notice.attach
    if letter and book.get("letter", letter) is None and letter not in book.later():
        text = f"没有文书“{letter}”"
        sheet.problem("notice.unknown-letter", text, "检查文书的名字", "attach")


@judges("notice")
def times(notice: Notice, book: Book, sheet: Sheet) -> None:
    if notice.digest not in DIGESTS:
        sheet.problem(
            "notice.unknown-digest", "合成一条只有“no day week”", "改成其中一个", "digest"
        )
    if notice.at_most and not _MOST.fullmatch(notice.at_most):
        text = f"看不懂“{notice.at_most}”"
        sheet.problem("notice.unread-limit", text, "写成“1/day”这样", "at_most")
    if notice.urgent and notice.digest != "no":
        text = "紧要的要马上发，不能等着合成一条"
        sheet.problem("notice.urgent-digest", text, "删去“urgent”或“digest”", "digest")


@judges("ledger")
def told_by_actions(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for action in ledger.actions:
        for number, effect in enumerate(action.effects, 1):
            key = effect.notice
            if key and book.get("notice", key) is None and key not in book.later():
                path = f"actions.{action.name}.effects.{number}.notice"
                text = f"没有名为“{key}”的通知模板"
                sheet.problem("ledger.unknown-notice", text, "检查通知的名字", path)
