"""A form's logic, compiled once an edition: every question's expressions and the order they run in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..bundle import Bundle
from ..definition import Decision, FormDefinition, Question, Rule
from ..expressions import Node, is_expression, names, parse
from ..expressions.nodes import BINARY, walk
from ..expressions.running import Run, compiled
from ..problems import Refused
from ..questions.derived import looked_up
from ..questions.score import score_of
from .graph import ordered
from .worth import Valuer, valuer


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of a form: its tree, its closure, the names it reads."""

    text: str
    node: Node
    run: Run
    names: frozenset[str]
    steady: bool = False
    """True: the same answers and the same option always give the same value."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a decision or score table; `when` None means otherwise."""

    when: Expression | None
    then: Expression | str
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table, or the points of a score question."""

    name: str
    label: str
    all: bool
    lines: tuple[Line, ...]

    @property
    def expressions(self) -> Iterator[Expression]:
        for line in self.lines:
            if line.when:
                yield line.when
            if isinstance(line.then, Expression):
                yield line.then


@dataclass(slots=True)
class Item:
    """A question with its expressions. `above` names the tables it is a column of, outermost first."""

    question: Question
    section: int
    form: str
    through: str = ""
    above: tuple[str, ...] = ()
    relevant: Expression | None = None
    required: Expression | None = None
    read_only: Expression | None = None
    constraint: Expression | None = None
    calculation: Expression | None = None
    default: Expression | None = None
    filter: Expression | None = None
    repeat_count: Expression | None = None
    points: Table | None = None
    decision: str = ""
    worth: Valuer = field(init=False)
    """The value that an answer has in expressions."""
    plain: bool = field(init=False)
    """Whether its value is its answer's, wherever its section is asked."""

    def __post_init__(self) -> None:
        self.worth = valuer(self.question)
        self.plain = not (self.above or self.computed or self.question.questions) and not any(
            True for _ in self.settling
        )

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def computed(self) -> bool:
        return bool(self.calculation or self.points or self.decision)

    @property
    def settling(self) -> Iterator[Expression]:
        """What decides its value."""
        for found in (
            self.relevant,
            self.calculation,
            self.filter,
            self.repeat_count,
            self.default,
        ):
            if found:
                yield found
        if self.points:
            yield from self.points.expressions

    @property
    def judging(self) -> Iterator[Expression]:
        """What is asked of its value."""
        for found in (self.required, self.read_only, self.constraint):
            if found:
                yield found


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several questions, of one of the forms of the bundle."""

    rule: Rule
    holds: Expression
    form: str
    through: str
    spot: str
    """The question at which it is told."""


@dataclass
class Program:
    """Everything an evaluation of one bundle needs. `order` lists questions and decision tables."""

    bundle: Bundle
    items: dict[str, Item] = field(default_factory=dict)
    sections: list[tuple[Expression, ...]] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """Decision table -> the record question its form's answers pass through ('' = this one)."""
    checks: list[Check] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    cycles: list[tuple[str, ...]] = field(default_factory=list)
    known_needs: dict[str, frozenset[str]] = field(default_factory=dict)
    known_offers: dict[tuple[object, ...], tuple[object, frozenset[str]]] = field(
        default_factory=dict
    )

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Column -> the tables around it."""
        return {name: item.above for name, item in self.items.items() if item.above}

    @cached_property
    def empty(self) -> bool:
        """Nothing to evaluate at all: most of what an evaluation does can be left out."""
        plain = not any(self.sections) and not self.checks and not self.tables
        return plain and not any(_touched(item) for item in self.items.values())

    @cached_property
    def steps(self) -> tuple[Item | Table, ...]:
        """In their order, without the questions that nothing decides and nobody reads."""
        found = ((name, self.tables.get(name)) for name in self.order)
        return tuple(
            table or self.items[name]
            for name, table in found
            if table or not self._idle(self.items[name])
        )

    def _idle(self, item: Item) -> bool:
        read = item.name in self.reads or bool(item.question.questions)
        return not read and (bool(item.above) or not self.sections[item.section])

    @cached_property
    def judged(self) -> tuple[Item, ...]:
        """The questions of which anything is asked, columns by their tables."""
        top = (item for item in self.items.values() if not item.above)
        return tuple(i for i in top if i.question.questions or any(True for _ in i.judging))

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Every expression of the bundle."""
        found = [e for item in self.items.values() for e in (*item.settling, *item.judging)]
        found += [part for conditions in self.sections for part in conditions]
        found += [part for table in self.tables.values() for part in table.expressions]
        return (*found, *(check.holds for check in self.checks))

    @cached_property
    def looked(self) -> dict[str, tuple[str, ...]]:
        """Record question -> the columns of the record it points at that expressions read."""
        found: dict[str, set[str]] = {}
        for name in {name for expression in self.expressions for name in expression.names}:
            link, _, column = name.partition(".")
            item = self.items.get(link)
            if column and item and item.question.type == "record":
                found.setdefault(link, set()).add(column)
        return {link: tuple(sorted(columns)) for link, columns in sorted(found.items())}

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every question whose answer decides something: the rest need not be looked at."""
        names = {name for expression in self.expressions for name in expression.names}
        names |= {part for name in names for part in name.split(".")}
        for name, item in self.items.items():
            names |= {item.question.trigger} | ({name} if _touched(item) else set())
        names |= {above[0] for name, above in self.columns.items() if name in names}
        return frozenset(names & self.items.keys())

    def needs(self, through: str) -> frozenset[str]:
        """Names of that part which other parts read, and what those rest on in their turn."""
        if through not in self.known_needs:
            self.known_needs[through] = self._needs(through)
        return self.known_needs[through]

    def _needs(self, through: str) -> frozenset[str]:
        theirs = {name for name, item in self.items.items() if item.through == through}
        others = [i for i in self.items.values() if i.through != through]
        read = {n for i in others for e in (*i.settling, *i.judging) for n in e.names}
        read |= {n for check in self.checks if check.through != through for n in check.holds.names}
        for key, table in self.tables.items():
            if self.owners[key] != through:
                read |= {name for expression in table.expressions for name in expression.names}
        return frozenset(theirs & self._with_grounds(read))

    def _with_grounds(self, names: Iterable[str]) -> set[str]:
        """The names and everything their values rest on."""
        rests = dependencies(self)
        found: set[str] = set()
        waiting = list(_resolved(names, {*self.items, *self.tables}))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(rests.get(name, ()))
        return found


def _touched(item: Item) -> bool:
    return any(True for _ in (*item.settling, *item.judging)) or bool(item.decision)


_KEPT: dict[str, Program] = {}
MOST = 300


def program_of(bundle: Bundle) -> Program:
    """The program of a bundle, kept by its digest."""
    found = _KEPT.get(bundle.digest)
    if found is None:
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        found = _KEPT[bundle.digest] = build(bundle)
    return found


def build(bundle: Bundle) -> Program:
    """Reads every expression; one that cannot be read is left out (checks say so)."""
    program = Program(bundle)
    for number, section in enumerate(bundle.placed):
        program.sections.append(_all(section.relevant))
        for question in section.questions:
            _add(program, question, number, section.form, section.through, ())
    for form, through in forms_of(bundle):
        for decision in form.decisions:
            program.tables[decision.name] = _decision(decision)
            program.owners[decision.name] = through
        for rule in form.rules:
            if holds := expression(rule.constraint):
                spot = _spot(program, rule, holds, through)
                program.checks.append(Check(rule, holds, form.id, through, spot))
    program.order, program.cycles = ordered(dependencies(program))
    return program


def forms_of(bundle: Bundle) -> Iterator[tuple[FormDefinition, str]]:
    """The forms whose own rules and tables apply: the form itself and those filled through a record."""
    yield bundle.form, ""
    for name, form in bundle.through.items():
        yield bundle.form_of(form), name


def _add(
    program: Program,
    question: Question,
    section: int,
    form: str,
    through: str,
    above: tuple[str, ...],
) -> None:
    program.items[question.name] = Item(
        question,
        section,
        form,
        through,
        above,
        relevant=expression(question.relevant),
        required=expression(question.required),
        read_only=expression(question.read_only),
        constraint=expression(question.constraint),
        calculation=expression(question.calculation or looked_up(question)),
        default=expression(question.default) if is_expression(question.default) else None,
        filter=expression(question.option("choice_filter")),
        repeat_count=expression(question.option("repeat_count")),
        points=_points(question),
        decision=question.option("decision"),
    )
    for column in question.questions:
        _add(program, column, section, form, through, (*above, question.name))


def expression(text: Any) -> Expression | None:
    """None when there is none, or when it cannot be read."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        node = parse(text)
    except Refused:
        return None
    return Expression(text, node, compiled(node), names(node), all(map(_steady, walk(node))))


_PLAIN = {*BINARY, "text", "number", "name", "column", "neg"}
_STEADY = {"selected", "starts-with", "ends-with", "contains", "substr", "string-length", "not"}


def _steady(node: Node) -> bool:
    """Neither clock nor chance nor anything but answers and the option that is looked at."""
    return node.value in _STEADY if node.op == "call" else node.op in _PLAIN


def _all(texts: Iterable[str]) -> tuple[Expression, ...]:
    return tuple(found for text in texts if (found := expression(text)))


def _decision(decision: Decision) -> Table:
    lines = tuple(_line(row.when, row.then, row.why) for row in decision.rows)
    return Table(decision.name, decision.label, decision.hit == "all", lines)


def _points(question: Question) -> Table | None:
    rows = score_of(question).rows if question.type == "score" else ()
    lines = tuple(_line(row.when, row.then, row.why) for row in rows)
    return Table(question.name, question.label, False, lines) if lines else None


def _line(when: str, then: str, why: str) -> Line:
    result = expression(then) if is_expression(then) else None
    return Line(expression(when), result or then, why)


def _spot(program: Program, rule: Rule, holds: Expression, through: str) -> str:
    """Where a rule is told: its reason, else the last question it speaks of that somebody answers."""
    if rule.reason:
        return rule.reason
    named = _resolved(holds.names, set(program.items))
    spoken = [name for name in program.items if name in named]
    own = [name for name in spoken if program.items[name].through == through]
    typed = [name for name in own or spoken if not program.items[name].computed]
    found = (typed or own or spoken or [""])[-1]
    above = program.items[found].above if found else ()
    return above[0] if above else found


def dependencies(program: Program) -> dict[str, frozenset[str]]:
    """Question or table -> the names its value rests on; only names that are settled here."""
    known = {*program.items, *program.tables}
    found: dict[str, frozenset[str]] = {}
    for name, item in program.items.items():
        read = {n for e in item.settling for n in e.names}
        read |= {n for e in program.sections[item.section] for n in e.names}
        read |= {item.decision, item.question.trigger}
        read -= {n for n in read if n.endswith(f".{name}") and _abroad(program, n)}
        found[name] = frozenset(_resolved(read, known) | set(item.above[-1:]))
    for name, table in program.tables.items():
        read = {n for e in table.expressions for n in e.names}
        found[name] = frozenset(_resolved(read, known))
    return found


def _abroad(program: Program, name: str) -> bool:
    """Whether the name is a column of another record, which may be called like a question here."""
    head = program.items.get(name.partition(".")[0])
    return head is not None and head.question.type == "record"


def _resolved(read: Iterable[str], known: set[str]) -> set[str]:
    """Names as they are settled: `rows.column` is the column, `link.column` the record question."""
    found: set[str] = set()
    for name in read:
        head, _, tail = name.partition(".")
        found |= {part for part in (name, tail, head) if part in known} if tail else {name} & known
    return found
