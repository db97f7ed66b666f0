"""Builds the Field of a question: the one place where a definition becomes a control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..definition import Question
from ..expressions import is_expression
from ..logic import Outcome
from ..ports import PlaceRef, ports
from ..problems import Problem
from ..questions import REASONS, Context, is_missing, mask, show, type_of
from ..questions.rows import filled
from .fields import Box, Choice, Field

KIND_MACROS = {"boolean": "yes_no", "list": "choice", "integer": "text", "decimal": "text"}
BOX_LABELS = {"y": "年", "m": "月", "d": "日", "t": "时间"}
MOST_PLACES = 900
SPARE_ROWS = 2
KEPT = "沿用，请核对"


@dataclass(frozen=True)
class Showing:
    """What a page knows while it draws: stored answers, what was posted, what is wrong with it."""

    ctx: Context
    answers: Mapping[str, Any] = field(default_factory=dict)
    posted: Mapping[str, Any] | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    opening: bool = True
    more: str = ""
    alone: bool = False
    """Without a server behind it: places, bodies and records are not asked for."""
    fresh: frozenset[str] = frozenset()
    """Questions that nobody has posted yet, while others were."""
    brought: frozenset[str] = frozenset()
    """Questions whose stored answer comes from elsewhere and is to be looked at again."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    ask: bool = False
    """The page asks one question, whose label is its heading."""
    outcome: Outcome | None = None
    """What the form's logic makes of the answers; None: everything is asked as it is written."""
    stated: frozenset[str] = frozenset()
    """Questions whose being required, shown or offered an expression decides."""
    row: str = ""
    """The path of the row that is drawn, counted as rows are kept: a blank one has number 0."""
    settled: Mapping[str, Any] = field(default_factory=dict)
    """The row's answers as the logic leaves them."""

    def spot(self, name: str) -> str:
        """What the logic calls a question, or a column of the row that is drawn."""
        return f"{self.row}.{name}" if self.row else name

    @property
    def blank(self) -> bool:
        """Nothing typed, stored or wrong: the same page for everybody."""
        touched = self.answers or self.problems or self.more or self.posted is not None or self.ask
        return self.opening and not touched and not self.alone


def field_of(question: Question, view: Showing) -> Field:
    """The control of a question of the form itself."""
    name = question.name
    if name in view.fresh and view.posted is not None:
        view = replace(view, posted=None)
    posted = None if view.posted is None else view.posted.get(name)
    made = _field(question, view, name, name, view.answers.get(name), posted)
    if name in view.brought and view.posted is None:
        made.kept = KEPT
    made.ask = view.ask and _heads(made)
    problem = view.problems.get(name)
    if problem and problem.warn and "reason" not in dict(problem.data):
        made.doubt, made.why = True, view.reasons.get(name, "")
    return made


def cell_of(question: Question, view: Showing, line: str) -> Field:
    """The control of a question in one line of a table of many records; `view` is of that line alone."""
    name, path = f"{line}-{question.name}", f"{line}.{question.name}"
    typed = None if view.posted is None else view.posted.get(question.name)
    made = _field(question, view, name, path, None, typed)
    problem = view.problems.get(path)
    made.doubt = bool(problem and problem.warn and "reason" not in dict(problem.data))
    made.why = view.reasons.get(question.name, "") if made.doubt else ""
    return made


HEADLESS = frozenset({"note", "acknowledge", "calculated", "hidden"})
OFFERING = frozenset(
    {"choice", "list", "radios", "record", "body", "division", "checkboxes", "choices"}
)


def _heads(made: Field) -> bool:
    """Whether the control has a label of its own that can be a heading."""
    offered = made.choices or made.groups or made.macro not in OFFERING
    return bool(offered) and made.macro not in HEADLESS and not made.read_only


def _field(
    question: Question, view: Showing, name: str, path: str, answer: Any, posted: Any
) -> Field:
    kind = type_of(question)
    problem = view.problems.get(path)
    made = Field(
        name=name,
        id="q-" + path.replace(".", "-"),
        label=question.label,
        macro=kind.macro or KIND_MACROS.get(kind.kind, kind.kind),
        type=question.type,
        hint=question.hint,
        optional=kind.asked and question.required is not True,
        error=problem.text if problem else "",
        width=kind.width,
        inputmode=kind.inputmode,
        accept=kind.accept,
        sealed=question.sealed,
    )
    made.read_only = (question.read_only is True and not view.opening) or bool(question.number)
    made.path = path
    _settle(made, question, view)
    answer = _settled(question, view, answer)
    _value(made, question, view, answer, posted, problem)
    _choices(made, question, view)
    _narrow(made, question, view)
    made.fills = " ".join(
        f"{dict(p)['name']}={dict(p)['value']}" for p in question.option("fills", ())
    )
    if kind.kind == "rows":
        _rows(made, question, view, answer, posted)
    return made


def _settle(made: Field, question: Question, view: Showing) -> None:
    """What the logic says of it: whether it is asked, must be answered, may be changed."""
    made.live = question.name in view.stated
    outcome, path = view.outcome, view.spot(question.name)
    if outcome is None:
        return
    made.hidden = path in outcome.hidden
    if type_of(question).asked:
        made.optional = not outcome.required.get(path, question.required is True)
    worked_out = bool(question.calculation) and type_of(question).asked
    made.read_only |= worked_out or outcome.read_only.get(path, False)
    told = outcome.told.get(question.option("decision", "") or path)
    made.because = told.why if told else ()


def _settled(question: Question, view: Showing, answer: Any) -> Any:
    """A computed answer, and the preset of one that nobody has given yet."""
    outcome = view.outcome
    if outcome is None:
        return answer
    computed = bool(question.calculation) or not type_of(question).asked
    if computed and view.spot(question.name) not in outcome.unknown:
        return (view.settled if view.row else outcome.answers).get(question.name)
    if view.row:
        return answer
    fresh = view.posted is None or question.name in view.fresh
    if answer is None and fresh and question.name in outcome.presets and not question.questions:
        return outcome.presets[question.name]
    return answer


def _narrow(made: Field, question: Question, view: Showing) -> None:
    """Only what a filter offers."""
    offered = view.outcome.offered.get(view.spot(question.name)) if view.outcome else None
    if offered is not None:
        made.choices = [choice for choice in made.choices if choice.value in offered]


def _value(
    made: Field,
    question: Question,
    view: Showing,
    answer: Any,
    posted: Any,
    problem: Problem | None,
) -> None:
    """What the control is filled with: the typed text after a mistake, else the stored answer."""
    kind = type_of(question)
    reason = (
        posted
        if is_missing(posted)
        else answer
        if view.posted is None and is_missing(answer)
        else {}
    ) or {}
    made.reasons = [
        Choice(code, REASONS.get(code, code), chosen=reason.get("$missing") == code)
        for code in question.missing
    ]
    there = answer is not None and not is_missing(answer)
    made.shown = (
        show(question, answer, view.ctx) if answer is not None and not question.sealed else ""
    )
    if question.sealed and there and kind.kind != "rows":
        made.stored = mask(question, answer)
    typed = (
        posted
        if view.posted is not None
        else _edited(question, view, answer if there and not made.stored else None)
    )
    if is_missing(typed):
        typed = ""
    made.value = typed if isinstance(typed, str) else ""
    if kind.boxes:
        made.boxes = _boxes(made, kind.boxes, typed, problem)
    if kind.kind == "file":
        _upload(made, answer, typed)


def _upload(made: Field, answer: Any, typed: Any) -> None:
    """Whether it stands on paper, and the file that came with a page that must be corrected."""
    on_paper = typed == "paper" or (isinstance(answer, dict) and answer.get("paper"))
    made.value = "paper" if on_paper else ""
    if isinstance(typed, Mapping) and "sha256" in typed and typed != answer:
        made.upload, made.shown, made.stored = typed["sha256"], str(typed.get("name", "")), ""


def _edited(question: Question, view: Showing, answer: Any) -> Any:
    if answer is None:
        fixed = view.opening and question.default and not is_expression(question.default)
        return question.default if fixed else ""
    return type_of(question).edit(answer, question, view.ctx)


def _boxes(made: Field, sizes: tuple[str, ...], typed: Any, problem: Problem | None) -> list[Box]:
    values = typed if isinstance(typed, Mapping) else {}
    bad = problem.place.box if problem else ""
    return [
        Box(f"{made.name}-{size}", BOX_LABELS[size], str(values.get(size, "")), size, bad == size)
        for size in sizes
    ]


def _choices(made: Field, question: Question, view: Showing) -> None:
    chosen = _chosen(made, question, view)
    if question.option("choices", ""):
        made.choices = [
            Choice(option.name, option.label, option.hint, option.name in chosen)
            for option in view.ctx.choices(question)
            if not option.disabled or option.name in chosen
        ]
    elif view.alone:
        return
    elif question.type == "division":
        _places(made, question, view, chosen)
    elif question.type == "body":
        bodies = ports.places.bodies(question.option("bodies", ()))
        made.choices = [Choice(body.key, body.name, chosen=body.key in chosen) for body in bodies]
    elif question.type == "record":
        _records(made, question, view, chosen)


def _chosen(made: Field, question: Question, view: Showing) -> set[str]:
    if view.posted is not None:
        posted = view.posted.get(question.name, made.value)
        return {str(item) for item in posted} if isinstance(posted, list) else {made.value}
    answer = view.answers.get(question.name)
    if isinstance(answer, list):
        return {str(item) for item in answer}
    return {made.value} if made.value else set()


def _records(made: Field, question: Question, view: Showing, chosen: set[str]) -> None:
    """The newest, and what stands there already, however old it is."""
    ledger, user = question.option("record"), view.ctx.user
    rows = list(ports.records.records(user, ledger, limit=50))
    for uid in sorted(chosen - {row.uid for row in rows}):
        found = ports.records.record(user, uid)
        rows += [found] if found and found.ledger == ledger else []
    made.choices = [Choice(row.uid, row.title, row.number, row.uid in chosen) for row in rows]


def _places(made: Field, question: Question, view: Showing, chosen: set[str]) -> None:
    """One select; a group for each place above when there are several."""
    roots = ("",) if question.option("anywhere", False) or not view.under else view.under
    level = question.option("level")
    found = [ref for root in roots for ref in _below(root, level)]
    for path in chosen - {ref.path for ref in found}:
        if ref := ports.places.place(path):
            found.append(ref)
    if len(found) == 1 and view.opening and question.required is True and not any(chosen):
        chosen = {found[0].path}
    groups: dict[str, list[Choice]] = {}
    for ref in found[:MOST_PLACES]:
        above = ports.places.place(ref.path[:-4])
        choice = Choice(ref.path, ref.name, chosen=ref.path in chosen)
        groups.setdefault(above.full_name if above else "", []).append(choice)
    if len(groups) > 1:
        made.groups = list(groups.items())
    else:
        made.choices = [choice for group in groups.values() for choice in group]


def _below(root: str, level: str) -> list[PlaceRef]:
    """Places of a level at or below `root`; without a level, every place above the last one."""
    own = ports.places.place(root) if root else None
    found = [own] if own and level in ("", own.level) else []
    if own and level == own.level:
        return found
    for child in ports.places.children(root):
        if len(found) > MOST_PLACES:
            break
        found += _below(child.path, level)
    return found


def _rows(made: Field, question: Question, view: Showing, answer: Any, posted: Any) -> None:
    """Stored rows, or the posted ones, and a few empty ones to write in."""
    stored = answer if isinstance(answer, list) else []
    lines = posted if isinstance(posted, list) else stored
    spare = 0 if isinstance(posted, list) else SPARE_ROWS if not lines else 1
    spare += made.name == view.more
    count = view.outcome.presets.get(view.spot(question.name)) if view.outcome else None
    if question.option("repeat_count", "") and isinstance(count, int):
        # one row is there even for none: a page that lives makes the others of it
        made.fixed, spare = True, max(0, max(count, 1) - len(lines))
    made.columns = [column.label for column in _columns(question)]
    known = {row.get("_id"): row for row in stored}
    settled, full = _settled_rows(question, view), 0
    for number, line in enumerate([*lines, *({} for _ in range(spare))]):
        kept = known.get(line.get("_id"), {})
        typed = line if isinstance(posted, list) else None
        there = filled(question, {**kept, **line})
        spot = f"{view.spot(question.name)}.{full + 1 if there else 0}"
        row = replace(
            view,
            answers=kept,
            posted=typed if typed is not None else view.posted and {},
            row=spot,
            settled=settled[full] if there and full < len(settled) else {},
        )
        full += there
        made.rows.append(_row(made, question, row, number))


def _settled_rows(question: Question, view: Showing) -> list[Mapping[str, Any]]:
    """The rows of a table as the logic leaves them: those that hold anything."""
    if view.outcome is None:
        return []
    found = (view.settled if view.row else view.outcome.answers).get(question.name)
    return found if isinstance(found, list) else []


def _columns(question: Question) -> list[Question]:
    """The columns of a page: what is only printed is not one."""
    return [column for column in question.questions if column.type != "print_only"]


def _row(made: Field, question: Question, view: Showing, number: int) -> list[Field]:
    """The cells of one row; `view` is of the row alone."""
    name, path = f"{made.name}-{number}", f"{made.path or made.name}.{number + 1}"
    typed = view.posted or {}
    key = (typed or view.answers).get("_id", "")
    cells = [
        Field(name=f"{name}-_id", id=f"{name}-_id", label="", macro="hidden", type="", value=key)
    ]
    for column in _columns(question):
        stored = view.answers.get(column.name)
        cells.append(
            _field(
                column,
                view,
                f"{name}-{column.name}",
                f"{path}.{column.name}",
                stored,
                typed.get(column.name),
            )
        )
    return cells
