"""What a ledger's actions mean: verbs the engine knows, guards that can be asked, effects that lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...bundle import Book, make
from ...definition import Action, Effect, FormDefinition, Ledger, Question
from ...definition.ledger import NO_QUEUE, VERBS
from ...expressions import Scope, check, is_expression
from ...logic.reserved import RESERVED
from ...logic.scopes import kinds_of
from ..shape import Sheet
from . import judges
from .ledgers import questions_of

OPENING = "opening"
_PHONE = re.compile(r"[0-9][0-9-]{1,18}[0-9]")


def kinds_for(ledger: Ledger, book: Book) -> dict[str, str] | None:
    """The kinds of all names that an expression of the ledger may read; None when its form is unknown."""
    form = book.get("form", ledger.form.partition(".")[0])
    if not isinstance(form, FormDefinition):
        return None
    try:
        found = kinds_of(make(form, book), book)
    except (KeyError, RecursionError):
        return None
    names = [column.name for column in ledger.derived] + [d.name for d in ledger.decisions]
    return found | dict.fromkeys(names, "") | RESERVED


@judges("ledger")
def verbs(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for action in ledger.actions:
        path = f"actions.{action.name}.verb"
        if action.verb and action.verb not in VERBS:
            text = f"引擎没有“{action.verb}”这个动作"
            sheet.problem("ledger.unknown-verb", text, f"只能用“{' '.join(VERBS)}”", path)
        if action.name == OPENING and action.verb not in ("", "submit"):
            sheet.problem("ledger.opening-verb", "“opening”只能是填写", "删去“verb”", path)
        if (action.verb or action.name) == "merge" and not ledger.merge:
            text = "台账没有写明可以合并"
            sheet.problem("ledger.merge-not-allowed", text, "写上“merge: true”", path)


@judges("ledger")
def queues(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """What waits for a word is a view of the ledger."""
    views = {view.name for view in ledger.views}
    for action in ledger.actions:
        path = f"actions.{action.name}.queue"
        if action.queue and (action.verb or action.name) != "verify":
            text = "只有审核的动作可以写“queue”"
            sheet.problem("ledger.queue-verb", text, "删去“queue”", path)
        elif action.queue not in ("", NO_QUEUE, *views):
            text = f"没有“{action.queue}”这个视图"
            sheet.problem("ledger.queue-unknown", text, "写一个视图，或写“none”", path)


@judges("ledger")
def bound(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """A guard's rule binds roles that may take the action."""
    for action in ledger.actions:
        rules = () if isinstance(action.guard, str) else action.guard
        for number, rule in enumerate(rules, 1):
            for role in sorted({*rule.who} - {*action.who}):
                path = f"actions.{action.name}.guard.{number}.who"
                text = f"“{role}”不能做这个动作"
                sheet.problem("ledger.guard-role", text, "从“who”里选", path)


@judges("ledger")
def guards(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    kinds = kinds_for(ledger, book)
    if kinds is None:
        return
    for action in ledger.actions:
        for path, text, scope in _expressions(action, kinds):
            _judged(path, text, scope, sheet)


def _expressions(action: Action, kinds: dict[str, str]) -> Iterator[tuple[str, str, Scope]]:
    """Every expression of an action with its place."""
    ask = Scope(kinds, condition=True)
    head = f"actions.{action.name}"
    if isinstance(action.guard, str):
        if action.guard:
            yield f"{head}.guard", action.guard, ask
    else:
        for number, rule in enumerate(action.guard, 1):
            yield f"{head}.guard.{number}.constraint", rule.constraint, ask
    for number, effect in enumerate(action.effects, 1):
        path = f"{head}.effects.{number}"
        if effect.when:
            yield f"{path}.when", effect.when, ask
        sets = [*effect.set, *(effect.open.set if effect.open else ())]
        for name, text in sets:
            if is_expression(text):
                yield f"{path}.set.{name}", text, Scope(kinds)


def _judged(path: str, text: str, scope: Scope, sheet: Sheet) -> None:
    for problem in check(text, scope)[1]:
        line, column, name = sheet.where.spot(path)
        if problem.code != "expression.folded":
            spot = replace(problem.place, file=sheet.where.file, sheet=name, line=line)
            sheet.problems.append(replace(problem, place=replace(spot, column=column, path=path)))


@judges("ledger")
def effects(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = questions_of(ledger, book)
    for action in ledger.actions if known is not None else ():
        for number, effect in enumerate(action.effects, 1):
            path = f"actions.{action.name}.effects.{number}"
            _one_thing(effect, sheet, path)
            _sets(effect, known or {}, ledger, book, sheet, path)
            _act(effect, known or {}, book, sheet, path)
            _open(effect, ledger, book, sheet, path)
            _join(effect, known or {}, book, sheet, path)


def _one_thing(effect: Effect, sheet: Sheet, path: str) -> None:
    said = [
        effect.set,
        effect.act,
        effect.open,
        effect.letter,
        effect.notice,
        effect.start,
        effect.end,
    ]
    later = any(
        p.code == "format.not-yet" and p.place.path.startswith(path) for p in sheet.problems
    )
    if len([one for one in said if one]) != 1 and not later:
        text = "每一条要写一件事，只写一件"
        sheet.problem("ledger.effect-not-one", text, "“set act open”选一，别的另起一条", path)


def _sets(
    effect: Effect,
    known: dict[str, Question],
    ledger: Ledger,
    book: Book,
    sheet: Sheet,
    path: str,
) -> None:
    derived = {column.name for column in ledger.derived}
    for name, _ in effect.set:
        link, _, inner = name.partition(".")
        there = _of_link(known.get(link), book) if inner else known
        if name in derived:
            text = f"“{name}”是由别的记录得来的，不能写"
            sheet.problem("ledger.effect-derived", text, "换一题", f"{path}.set.{name}")
        elif there is not None and (inner or link) not in there:
            text = f"没有“{name}”这一题"
            sheet.problem("ledger.effect-unknown", text, "检查题名", f"{path}.set.{name}")


def _of_link(question: Question | None, book: Book) -> dict[str, Question] | None:
    """The questions of the ledger that a record question points at; None where it is still to come."""
    if question is None or question.type != "record":
        return {}
    target = book.get("ledger", question.option("record"))
    if isinstance(target, Ledger):
        return questions_of(target, book)
    return None if question.option("record") in book.later() else {}


def _act(effect: Effect, known: dict[str, Question], book: Book, sheet: Sheet, path: str) -> None:
    link, _, action = effect.act.partition(".")
    if not effect.act:
        return
    question = known.get(link)
    target = book.get("ledger", question.option("record")) if question else None
    if question is None or question.type != "record" or not action:
        text = f"“{effect.act}”要写成“记录题.动作”"
        sheet.problem("ledger.effect-act", text, "检查题名", f"{path}.act")
    elif isinstance(target, Ledger) and target.action(action) is None:
        text = f"“{target.title}”里没有“{action}”这个动作"
        sheet.problem("ledger.effect-act", text, "检查动作名", f"{path}.act")


def _open(effect: Effect, ledger: Ledger, book: Book, sheet: Sheet, path: str) -> None:
    if effect.open is None:
        return
    target = book.get("ledger", effect.open.ledger)
    if not isinstance(target, Ledger):
        if effect.open.ledger not in book.later():
            text = f"没有“{effect.open.ledger}”这个台账"
            sheet.problem("ledger.effect-open", text, "检查标识", f"{path}.open")
        return
    known = questions_of(target, book) or {}
    for name, _ in effect.open.set:
        if name not in known:
            text = f"“{target.title}”的表里没有“{name}”这一题"
            sheet.problem("ledger.effect-unknown", text, "检查题名", f"{path}.open.set.{name}")
    if effect.open.to and target.state(effect.open.to) is None:
        text = f"“{target.title}”没有“{effect.open.to}”这个状态"
        sheet.problem("ledger.unknown-state", text, "检查状态的值", f"{path}.open.to")


def _join(effect: Effect, known: dict[str, Question], book: Book, sheet: Sheet, path: str) -> None:
    """Where the opened record is noted, and among which open ones it is looked for."""
    told = effect.open
    if told is None or not told.join:
        return
    question = known.get(told.join)
    if question is None or question.option("record", "") != told.ledger:
        text = f"“{told.join}”不是指向“{told.ledger}”的记录题"
        sheet.problem("ledger.join-unknown", text, "检查题名", f"{path}.open.join")
    target = book.get("ledger", told.ledger)
    sets = {name for name, _ in told.set}
    if isinstance(target, Ledger) and target.one_open_per not in sets:
        text = "看不出怎样算同一份：那边的“one_open_per”没有写，或这里没有给那一题"
        sheet.problem("ledger.join-alone", text, "写进“set”", f"{path}.open.join")


@judges("ledger")
def prominent(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    told = ledger.prominent
    if told and told.call and not _PHONE.fullmatch(told.call):
        text = f"“{told.call}”打不了"
        sheet.problem("ledger.prominent-call", text, "只写数字和“-”", "prominent.call")
    if told and told.say and not told.call:
        text = "写了电话前面的话，没有写电话"
        sheet.problem("ledger.prominent-say", text, "写上“call”", "prominent.say")


@judges("ledger")
def dates_and_targets(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """The questions that the ledger itself names for a day, an age, a place, a target."""
    known = questions_of(ledger, book)
    if known is None:
        return
    derived = {column.name for column in ledger.derived}
    wanted = (
        ("happened_on", ledger.happened_on, ("date", "datetime"), "日期题"),
        ("age_of", ledger.age_of, ("date",), "日期题"),
        ("one_open_per", ledger.one_open_per, ("record",), "记录题"),
        ("place_fallback", ledger.place_fallback, ("division", "record", "body"), "地方题"),
    )
    for key, name, types, words in wanted:
        question = known.get(name)
        free = not name or name.startswith("_") or (key == "age_of" and name in derived)
        if not free and (question is None or question.type not in types):
            text = f"“{name}”不是表里的{words}"
            sheet.problem(f"ledger.{key.replace('_', '-')}", text, "检查题名", key)


@judges("ledger")
def similar(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = questions_of(ledger, book)
    for name in ledger.similar if known is not None else ():
        question = (known or {}).get(name)
        if question is None or question.sealed:
            text = f"“{name}”不能用来找疑似重复的"
            sheet.problem("ledger.similar-unknown", text, "用不加密的题", "similar")


def filtered(text: str, ledger: Ledger, book: Book, sheet: Sheet, path: str) -> None:
    """A condition over the ledger's records may read what stands in columns, and nothing else."""
    kinds = kinds_for(ledger, book) or {}
    columns = _columns(ledger)
    usable = {name: kind for name, kind in kinds.items() if name in columns or name[:1] == "_"}
    _judged(path, text, Scope(usable, condition=True), sheet)


def _columns(ledger: Ledger) -> set[str]:
    derived = {column.name for column in ledger.derived} | {d.name for d in ledger.decisions}
    return {*ledger.columns, *derived}


@judges("ledger")
def views(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """A view filters, shows and sorts by what stands in columns: a list never opens a record to see."""
    if kinds_for(ledger, book) is None:
        return
    columns = _columns(ledger)
    for view in ledger.views:
        path = f"views.{view.name}"
        filtered(view.filter, ledger, book, sheet, f"{path}.filter")
        for key, names in (("columns", view.columns), ("sort", view.sort)):
            for name in names:
                if name.lstrip("-") not in columns and not name.lstrip("-").startswith("_"):
                    text = f"“{name.lstrip('-')}”不是列，视图里不能用"
                    sheet.problem("ledger.view-unknown", text, "先写进“columns”", f"{path}.{key}")
