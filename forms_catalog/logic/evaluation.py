"""Running a form's program over a set of answers: one pass in the order of dependencies.

XForms semantics (getodk/xforms-spec): what is not relevant is not shown, not checked, not stored and
blank to every expression; constraints look at answers only; calculations come before what reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..expressions.functions.texts import TooLong
from ..expressions.running import TooManySteps
from ..expressions.values import Rows, Value, first, to_boolean, to_number, to_text
from ..problems import Problem, Refused
from ..questions import Context, read
from .offers import offered
from .outcome import Outcome, Told
from .program import Expression, Item, Program, Table
from .scene import Lookup, Scene, Unknown
from .worth import raw_of

MOST_ROWS = 200


@dataclass(frozen=True)
class Setting:
    """What an evaluation knows besides the answers.

    `fresh` are questions nobody has answered yet, which take their preset; `before` the answers that
    stood when the sitting began; `unknown` names that are settled elsewhere and cannot be seen here.
    `alone`: only the form's own record is settled and judged, what it is filled through is already.
    """

    now: dt.datetime
    ctx: Context = field(default_factory=Context)
    reserved: Mapping[str, Value] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    before: Mapping[str, Any] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    lookup: Lookup | None = None
    action: str = "opening"
    alone: bool = False


def evaluate(program: Program, answers: Mapping[str, Any], setting: Setting) -> Outcome:
    """Settles every value, then asks what is required, right and allowed of it."""
    return _Run(program, answers, setting).done()


class _Run:
    """One evaluation."""

    def __init__(self, program: Program, answers: Mapping[str, Any], setting: Setting) -> None:
        self.program = program
        self.setting = setting
        self.ctx = setting.ctx
        self.out = Outcome(answers=dict(answers))
        self.values: dict[str, Value] = {}
        self.scene = Scene(
            program,
            self.values,
            setting.now,
            setting.ctx,
            setting.reserved,
            setting.unknown,
            setting.lookup,
        )
        self.closed: dict[int, bool] = {}

    def done(self) -> Outcome:
        try:
            for step in self.program.steps:
                self._decide(step) if isinstance(step, Table) else self._settle(step)
            for item in self.program.judged:
                if not (item.through and self.setting.alone):
                    self._judge(item, self.scene, item.name)
            for check in self.program.checks:
                if not (check.through and self.setting.alone):
                    self._check(check)
        except (TooManySteps, TooLong, RecursionError):
            text = "这张表的算式算得太久，停下了，请告诉管理员"
            self.out.problems.append(Problem("expression.too-many-steps", text))
        return self.out

    # ---- settling ----

    def _settle(self, item: Item) -> None:
        name = item.question.name
        if item.through and self.setting.alone:
            if not item.above:
                self.values[name] = item.worth(self.out.answers.get(name), self.ctx)
        elif item.above:
            for scene, cells, values, path in self._rows(item.above):
                self._settle_one(item, scene, cells, values, f"{path}.{name}", False)
        elif item.plain and not self._shut(item):
            self.values[name] = item.worth(self.out.answers.get(name), self.ctx)
        else:
            answers, shut = self.out.answers, self._shut(item)
            self._settle_one(item, self.scene, answers, self.values, name, shut)

    def _shut(self, item: Item) -> bool:
        """Whether the section of a question is not asked."""
        number = item.section
        if number not in self.closed:
            conditions = self.program.sections[number]
            shut = any(self._ask(c, self.scene, True) is False for c in conditions)
            self.closed[number] = shut
            if shut:
                self.out.hidden.add(f"§{number}")
        return self.closed[number]

    def _rows(
        self, above: tuple[str, ...]
    ) -> Iterator[tuple[Scene, dict[str, Any], dict[str, Value], str]]:
        """Every row of the innermost table: its scene, its answers, its values, its path."""
        head = above[0]
        found = [(self.scene, self.out.answers, self.values, "")]
        for table in above:
            found = [
                (scene.inside(table, row, n), cells, row, f"{path}.{table}.{n}".lstrip("."))
                for scene, outer, values, path in found
                for n, (cells, row) in enumerate(_paired(outer.get(table), values.get(table)), 1)
            ]
        yield from found if head not in self.out.hidden else ()

    def _settle_one(
        self,
        item: Item,
        scene: Scene,
        cells: dict[str, Any],
        values: dict[str, Value],
        path: str,
        shut: bool,
    ) -> None:
        question = item.question
        if shut or (item.relevant and self._ask(item.relevant, scene, True) is False):
            self.out.hidden.add(path)
            cells.pop(question.name, None)
            values.pop(question.name, None)
            return
        if question.name in self.setting.fresh and item.default and not item.above:
            self._preset(item, scene, cells)
        if item.computed:
            self._compute(item, scene, cells, path)
        if item.filter:
            self._filter(item, scene, cells, path)
        if item.repeat_count:
            self._fix_rows(item, scene, cells)
        if question.questions:
            cells[question.name] = _copied(cells.get(question.name))
        values[question.name] = item.worth(cells.get(question.name), self.ctx)
        if question.questions and not cells[question.name]:
            cells.pop(question.name)

    def _preset(self, item: Item, scene: Scene, cells: dict[str, Any]) -> None:
        assert item.default is not None
        default = item.default
        try:
            found = self._answer(item, lambda: default.run(scene))
        except Unknown:
            return
        if found is not None:
            cells[item.name] = self.out.presets[item.name] = found

    def _compute(self, item: Item, scene: Scene, cells: dict[str, Any], path: str) -> None:
        """The computed value takes the place of the answer; what cannot be computed here stays."""
        if not self._due(item):
            return
        seen: Any = scene.within(scene.item, scene.position)
        seen.own = item.worth(cells.get(item.name), self.ctx)
        try:
            found = self._answer(item, lambda: self._result(item, seen, path))
        except Unknown:
            self.out.unknown.add(path)
            return
        if found is None:
            cells.pop(item.name, None)
        else:
            cells[item.name] = found

    def _due(self, item: Item) -> bool:
        """With a trigger: only when that question has another answer than before."""
        trigger = item.question.trigger
        if not trigger or item.name not in self.setting.before:
            return True
        return bool(self.setting.before.get(trigger) != self.out.answers.get(trigger))

    def _result(self, item: Item, scene: Scene, path: str) -> Value:
        if item.calculation:
            return first(item.calculation.run(scene))
        if item.decision:
            return scene.name(item.decision)
        assert item.points is not None
        found, why = self._row(item.points, scene)
        self.out.told[path] = Told(item.points.label, to_text(found), tuple(why))
        return to_number(found) if found != "" else ""

    def _answer(self, item: Item, run: Callable[[], Value]) -> Any:
        """A computed value as its question keeps it; None when it is blank or does not fit."""
        try:
            return read(item.question, raw_of(item.question, run()), self.ctx)
        except Refused:
            return None

    def _decide(self, table: Table) -> None:
        try:
            found, why = self._row(table, self.scene)
        except Unknown:
            self.out.unknown.add(table.name)
            self.scene.unknown |= {table.name}
            return
        self.values[table.name] = found
        self.out.told[table.name] = Told(table.label, to_text(found), tuple(why))

    def _row(self, table: Table, scene: Scene) -> tuple[Value, list[str]]:
        """The result and the words of the first row that holds, or of all."""
        held: list[str] = []
        why: list[str] = []
        for line in table.lines:
            if line.when is not None and not to_boolean(line.when.run(scene)):
                continue
            if line.when is None and held:
                continue
            then = line.then.run(scene) if isinstance(line.then, Expression) else line.then
            why += [line.why] if line.why else []
            if not table.all:
                return first(then), why
            held.append(to_text(then))
        return " ".join(held), why

    def _filter(self, item: Item, scene: Scene, cells: dict[str, Any], path: str) -> None:
        """Codes that are offered no more are taken away, and told."""
        try:
            codes = offered(self.program, item, scene)
        except Unknown:
            self.out.unknown.add(path)
            return
        self.out.offered[path] = codes
        answer = cells.get(item.name)
        if isinstance(answer, list):
            kept = [code for code in answer if code in codes]
            if kept != answer:
                self.out.cleared[path] = tuple(c for c in answer if c not in codes)
                cells[item.name] = kept
        elif isinstance(answer, str) and answer not in codes:
            self.out.cleared[path] = (answer,)
        if path in self.out.cleared and not isinstance(cells.get(item.name), list):
            cells.pop(item.name, None)
        elif cells.get(item.name) == []:
            cells.pop(item.name)

    def _fix_rows(self, item: Item, scene: Scene, cells: dict[str, Any]) -> None:
        """As many rows as the count says; empty ones are written in by whoever fills."""
        assert item.repeat_count is not None
        try:
            wanted = to_number(item.repeat_count.run(scene))
        except Unknown:
            return
        count = max(0, min(int(wanted), MOST_ROWS)) if wanted == wanted else 0
        self.out.presets[item.name] = count
        rows = cells.get(item.name)
        if isinstance(rows, list) and len(rows) > count:
            cells[item.name] = rows[:count]

    def _ask(self, expression: Expression, scene: Scene, otherwise: bool) -> bool:
        try:
            return to_boolean(expression.run(scene))
        except Unknown:
            return otherwise

    # ---- judging ----

    def _judge(self, item: Item, scene: Scene, path: str) -> None:
        if path in self.out.hidden:
            return
        if item.required:
            self.out.required[path] = self._known(item.required, scene, path, False)
        if item.read_only:
            self.out.read_only[path] = self._known(item.read_only, scene, path, False)
        if item.constraint:
            self._constrain(item, item.constraint, scene, path)
        if item.question.questions:
            self._judge_rows(item, scene, path)

    def _judge_rows(self, item: Item, scene: Scene, path: str) -> None:
        source = scene.rows[item.above[-1]] if item.above else self.values
        rows = source.get(item.name)
        columns = [self.program.items[column.name] for column in item.question.questions]
        touched = [c for c in columns if any(True for _ in c.judging) or c.question.questions]
        for number, row in enumerate(rows if isinstance(rows, Rows) else (), 1):
            inner = scene.inside(item.name, row, number)
            for column in touched:
                self._judge(column, inner, f"{path}.{number}.{column.name}")

    def _known(self, expression: Expression, scene: Scene, path: str, otherwise: bool) -> bool:
        try:
            return to_boolean(expression.run(scene))
        except Unknown:
            self.out.unknown.add(path)
            return otherwise

    def _constrain(self, item: Item, holds: Expression, scene: Scene, path: str) -> None:
        own = scene.rows[item.above[-1]] if item.above else self.values
        value = own.get(item.name, "")
        if isinstance(value, str) and value == "":
            return
        before, scene.own = scene.own, value
        held = self._known(holds, scene, path, True)
        scene.own = before
        if not held:
            words = item.question.constraint_message or f"{item.question.label}填得不对，请改正"
            self.out.problems.append(Problem("answer.constraint", words).at(question=path))

    def _check(self, check: Any) -> None:
        rule = check.rule
        if rule.at and self.setting.action not in (*rule.at, "update"):
            return
        if self._ask(check.holds, self.scene, True):
            return
        code = "rule.doubt" if rule.warn else "rule.broken"
        data = [("through", check.through)]
        if rule.reason:
            data.append(("reason", rule.reason))
        told = self.out.told.get(rule.decision)
        words = rule.constraint_message + (
            f"（{'；'.join(told.why)}）" if told and told.why else ""
        )
        problem = Problem(code, words, warn=rule.warn, data=tuple(data)).at(question=check.spot)
        self.out.problems.append(problem)


def _paired(answers: Any, values: Any) -> Iterator[tuple[dict[str, Any], dict[str, Value]]]:
    if isinstance(answers, list) and isinstance(values, list):
        yield from zip(answers, values, strict=False)


def _copied(rows: Any) -> Any:
    return [dict(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
