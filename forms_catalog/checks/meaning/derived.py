"""Derived columns and decisions of a ledger: from where they take, what they read, whether they go round."""

from __future__ import annotations

from collections import Counter

from ...bundle import Book
from ...definition import DecisionColumn, DerivedColumn, Ledger, Question
from ...definition.logic import HITS
from ...expressions import Scope, is_expression
from ...logic.derived import (
    ENGINE_KINDS,
    HAPPENED,
    OWN,
    PARENT,
    PLACE,
    Ground,
    Grounds,
    Take,
    Way,
    ground_of,
    names_of,
    of_book,
    take_of,
)
from ...logic.graph import ordered
from ...logic.worth import kind_of
from ...slots import FAMILIES, family
from ..shape import Sheet
from . import judges
from .derived_reading import read_of, tell_reading

type Spot = tuple[str, str]
"""A ledger and one of its derived columns."""
_KINDS = ("take", "calculation", "duty", "indicator")
_WITH_TAKE = ("from_", "by", "via", "where", "action")
_NUMBERS, _DAYS = frozenset({"number"}), frozenset({"number", "date", "moment", "year_month"})
_REMEDY_NAME = "检查名字"
_REMEDY_BY = "写上“by”：那边指向这里的记录题"
_WORDS = {"c": "编码", "t": "文字", "n": "数字", "d": "日期"}


def grounds_around(ledger: Ledger, book: Book) -> Grounds:
    """The ledgers of a book, this one as it is being judged."""
    stored = of_book(book)

    def find(key: str) -> Ground | None:
        return ground_of(ledger, book) if key == ledger.id else stored(key)

    return Grounds(find)


@judges("ledger")
def derived(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """Each by itself, then all together: rings and room."""
    grounds = grounds_around(ledger, book)
    here = grounds.get(ledger.id)
    if here is None or not names_of(ledger):
        return
    for item in ledger.derived:
        _Column(item, ledger, here, grounds, book, sheet).judge()
    for table in ledger.decisions:
        _decision(table, ledger, here, grounds, sheet)
    _rings(ledger, grounds, sheet)
    _room(ledger, here, grounds, sheet)


def _taken_name(name: str, here: Ground, path: str, sheet: Sheet) -> None:
    if name in here.questions:
        text = f"“{name}”已经是表里的一题"
        sheet.problem("derived.name-taken", text, "换一个名字", path)


def _decision(
    table: DecisionColumn, ledger: Ledger, here: Ground, grounds: Grounds, sheet: Sheet
) -> None:
    path = f"decisions.{table.name}"
    _taken_name(table.name, here, path, sheet)
    if any(item.name == table.name for item in ledger.derived):
        text = f"“{table.name}”已经是一列的名字"
        sheet.problem("derived.name-taken", text, "换一个名字", path)
    if table.hit not in HITS:
        remedy = f"只能用“{' '.join(HITS)}”"
        sheet.problem("decision.bad-hit", f"不能写“{table.hit}”", remedy, f"{path}.hit")
    _worded(table, path, sheet)
    kinds = grounds.kinds(ledger.id)
    for number, row in enumerate(table.rows, 1):
        spot = f"{path}.rows.{number}"
        if not row.when and number < len(table.rows):
            text = "没有条件的一行表示其余情况，后面的行用不到"
            sheet.problem("table.otherwise-first", text, "写上“when”，或移到最后", spot)
        if row.when:
            tell_reading(row.when, Scope(kinds, condition=True), here, f"{spot}.when", sheet)
        if is_expression(row.then):
            tell_reading(row.then, Scope(kinds), here, f"{spot}.then", sheet)


def _worded(table: DecisionColumn, path: str, sheet: Sheet) -> None:
    """Where any result has words, each has."""
    known = {option.name for option in table.choices}
    for number, row in enumerate(table.rows if known else (), 1):
        if row.then not in known and not is_expression(row.then):
            text = f"结果“{row.then}”没有写怎么说"
            sheet.problem("decision.no-words", text, "写进“choices”", f"{path}.rows.{number}.then")


class _Column:
    """The judging of one derived column."""

    def __init__(
        self,
        item: DerivedColumn,
        ledger: Ledger,
        here: Ground,
        grounds: Grounds,
        book: Book,
        sheet: Sheet,
    ) -> None:
        self.item, self.ledger, self.here = item, ledger, here
        self.grounds, self.book, self.sheet = grounds, book, sheet
        self.path = f"derived.{item.name}"

    def tell(self, code: str, text: str, remedy: str, key: str = "") -> None:
        self.sheet.problem(code, text, remedy, f"{self.path}.{key}" if key else self.path)

    def judge(self) -> None:
        item = self.item
        _taken_name(item.name, self.here, self.path, self.sheet)
        ways = [name for name in _KINDS if getattr(item, name)]
        if len(ways) != 1:
            text = "一列只能有一种来历"
            self.tell("derived.how", text, "写“take”或“calculation”，只写一种")
        elif item.calculation:
            self._calculation()
        elif item.take:
            self._take()

    def _calculation(self) -> None:
        if any(getattr(self.item, name) for name in _WITH_TAKE):
            text = "由本记录算出的列不从别处取"
            remedy = "删去“from by via where action”，或改写成“take”"
            self.tell("derived.calculation-alone", text, remedy, "calculation")
        scope = Scope(self.grounds.kinds(self.ledger.id))
        tell_reading(
            self.item.calculation, scope, self.here, f"{self.path}.calculation", self.sheet
        )
        if not self.item.label:
            text = f"这一列没有标题，会显示成“{self.item.name}”"
            self.sheet.problem("derived.no-label", text, "写上“label”", self.path, warn=True)

    def _take(self) -> None:
        take = take_of(self.item.take)
        if take is None:
            text = f"读不懂“{self.item.take}”"
            self.tell("derived.bad-take", text, "写题名，或“latest(题名)”“count”“exists”等", "take")
            return
        if self.item.from_ and self.grounds.get(self.item.from_) is None:
            self._unknown_ledger(self.item.from_, "from")
        elif (way := self._way()) and (source := self._source(way)):
            self._how(take, way)
            self._what(take, way, source)
            self._action(source)
            self._where(way, source)

    def _source(self, way: Way) -> Ground | None:
        source = self.grounds.get(way.source)
        if source is None:
            self._unknown_ledger(way.source, "via" if self.item.via else "from")
        return source

    def _unknown_ledger(self, key: str, name: str) -> None:
        if key not in self.book.later():
            self.tell("derived.unknown-ledger", f"没有“{key}”这个台账", "检查台账的标识", name)

    def _way(self) -> Way | None:
        """Where it takes from; what is unclear is told."""
        item, key = self.item, self.ledger.id
        target = key
        if item.via:
            link = self.here.questions.get(item.via)
            if link is None or link.type != "record":
                text = f"“{item.via}”不是本台账的记录题"
                self.tell("derived.unknown-via", text, _REMEDY_NAME, "via")
                return None
            target = str(link.option("record"))
        if item.via and not item.by:
            if item.from_ not in ("", target):
                text = f"“{item.via}”指向的是“{target}”，不是“{item.from_}”"
                self.tell("derived.via-elsewhere", text, "改“from”，或再写上“by”", "from")
                return None
            return Way(target, via=item.via)
        if not item.from_ and not item.by:
            return self._own_changes()
        return self._pointing(item.from_ or key, target)

    def _own_changes(self) -> Way | None:
        if self.item.action:
            return Way(self.ledger.id)
        self.tell("derived.from-where", "没有写从哪里取", "写上“from”“via”或“action”", "take")
        return None

    def _pointing(self, source: str, target: str) -> Way | None:
        found, by = self.grounds.pointing(source, target), self.item.by
        if by in (PLACE, PARENT) or by in found:
            return Way(source, by, self.item.via)
        if by:
            text = f"“{by}”不是那边指向这里的记录题"
            self.tell("derived.unknown-by", text, _one_of(found), "by")
        elif len(found) > 1:
            text = "那边有几题指向这里，不知道按哪一题"
            self.tell("derived.ambiguous-by", text, _one_of(found), "from")
        elif not found:
            text = "那边没有指向这里的记录题"
            self.tell("derived.unknown-by", text, _REMEDY_BY, "from")
        return Way(source, found[0], self.item.via) if not by and len(found) == 1 else None

    def _how(self, take: Take, way: Way) -> None:
        single = bool(way.via and not way.by)
        if single and take.how != "one":
            text = "“via”只指向一份记录，用不着在几份里挑"
            remedy = f"写成“take: {take.what}”" if take.what else "写上题名"
            self.tell("derived.take-of-one", text, remedy, "take")
        elif take.how == "one" and not single:
            text = "那边可能有好几份记录，不知道取哪一份"
            self.tell("derived.take-which", text, f"写成“latest({take.what})”等", "take")

    def _what(self, take: Take, way: Way, source: Ground) -> None:
        """That what is taken is a column there, and one that can be reckoned so."""
        if not take.what or self.item.action:
            return
        asked = source.questions.get(take.what)
        found = self.grounds.column(way.source, take.what)
        if asked is not None and asked.sealed:
            self.tell("derived.sealed", f"“{take.what}”是加密题，不能取", "换一题", "take")
        elif found is None or take.what == "_created":
            text = f"“{take.what}”不是那边的列"
            self.tell("derived.take-unknown", text, "先把它加到那个台账的“columns”里", "take")
        elif not _reckons(take, found):
            text = f"“{take.what}”不能这样取：文字和编码没有大小"
            self.tell("derived.take-no-order", text, "用“latest”或“first”", "take")

    def _action(self, source: Ground) -> None:
        item, take = self.item, take_of(self.item.take)
        if not item.action or take is None:
            return
        if not any(action.name == item.action for action in source.rules.actions):
            text = f"没有“{item.action}”这个动作"
            self.tell("derived.unknown-action", text, _REMEDY_NAME, "action")
        dated = take.what == HAPPENED and take.how in ("max", "min", "latest", "first")
        if not dated and take.how not in ("count", "exists"):
            text = "按动作只能取日期、次数和有没有"
            remedy = f"写成“max({HAPPENED})”“count”或“exists”"
            self.tell("derived.action-take", text, remedy, "take")

    def _where(self, way: Way, source: Ground) -> None:
        if not self.item.where:
            return
        key = self.ledger.id
        kinds = dict(ENGINE_KINDS) | {OWN + n: k for n, k in self.grounds.kinds(key).items()}
        own = {n: q for n, q in source.questions.items() if n in source.columns and not q.sealed}
        kinds |= {n: kind_of(q) for n, q in (own | self.grounds.likes(way.source)).items()}
        scope = Scope(kinds, condition=True)
        tell_reading(self.item.where, scope, source, f"{self.path}.where", self.sheet)


def _one_of(found: list[str]) -> str:
    return f"写上“by: {found[0]}”等" if found else _REMEDY_BY


def _reckons(take: Take, found: Question) -> bool:
    kind = kind_of(found)
    if take.how == "sum":
        return kind in _NUMBERS
    return take.how not in ("max", "min") or kind in _DAYS or found.type == "score"


def _rings(ledger: Ledger, grounds: Grounds, sheet: Sheet) -> None:
    """Columns that wait for one another, over all ledgers; told at the first of this one."""
    waiting = [(ledger.id, name) for name in names_of(ledger)]
    reads: dict[Spot, frozenset[Spot]] = {}
    while waiting:
        spot = waiting.pop()
        if spot not in reads:
            reads[spot] = frozenset(read_of(spot, grounds))
            waiting += reads[spot]
    own = set(names_of(ledger))
    for ring in ordered({_said(a): {_said(b) for b in found} for a, found in reads.items()})[1]:
        mine = [name for name in ring if name.startswith(f"{ledger.id}.")]
        if mine:
            first = mine[0].partition(".")[2]
            shown = "、".join(f"“{name}”" for name in ring)
            text = f"这些列互相等着，谁也算不出来：{shown}"
            kind = "derived" if any(i.name == first for i in ledger.derived) else "decisions"
            assert first in own
            sheet.problem("derived.ring", text, "改一列，让它不读另一列", f"{kind}.{first}")


def _said(spot: Spot) -> str:
    return ".".join(spot)


def _room(ledger: Ledger, here: Ground, grounds: Grounds, sheet: Sheet) -> None:
    """Columns and derived ones share the families; too many columns alone are told elsewhere."""
    known = (here.questions.get(name) for name in ledger.columns)
    used = Counter(family(question) for question in known if question)
    more = Counter(family(like) for like in grounds.likes(ledger.id).values())
    for kind, most in FAMILIES.items():
        count = used[kind] + more[kind]
        if used[kind] <= most < count:
            text = f"{_WORDS[kind]}类的列最多{most}个，连同“columns”现在是{count}个"
            sheet.problem("ledger.slots-full", text, "从“columns”或“derived”里删去几个", "derived")
