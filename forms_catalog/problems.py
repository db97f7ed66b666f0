"""Problems are data: a code, a place, words that say what to do. Nobody raises prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault lies; only what applies is set. Lines and columns count from 1.

    `path` walks a template (`sections.person.questions.name.label`); `question` names the question
    of an answer, with its row for a table: `grandparents.2.gp_name`; `box` is the one of its boxes
    (y, m, d, t) to correct; `part` counts the records of a sitting. `sheet` is one of a workbook,
    `start` and `end` count code points inside an expression.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    question: str = ""
    part: str = ""
    box: str = ""
    sheet: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        head = ":".join(str(bit) for bit in (self.file, self.line, self.column) if bit)
        bits = (self.file, self._cell()) if self.sheet else (head,)
        return " ".join(bit for bit in (*bits, self.path or self.question) if bit)

    def _cell(self) -> str:
        row = f"第{self.line}行" if self.line else ""
        return f"表“{self.sheet}”{row}" + (f"第{self.column}列" if self.column else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `code` is `area.words-with-hyphens` and never changes; `text` is Chinese and may.

    `text` says what is wrong, `remedy` what to do; for an answer the text does both. `warn` marks a
    problem that does not stop anything. `data` holds what a page needs beyond words.
    """

    code: str
    text: str
    remedy: str = ""
    place: Place = field(default_factory=Place)
    warn: bool = False
    data: tuple[tuple[str, str], ...] = ()

    def at(self, **where: object) -> Problem:
        """The same problem with parts of its place filled in."""
        return replace(self, place=replace(self.place, **where))  # type: ignore[arg-type]

    def __str__(self) -> str:
        where = str(self.place)
        words = "。".join(bit.rstrip("。") for bit in (self.text, self.remedy) if bit)
        return f"{where}  {words}  [{self.code}]" if where else f"{words}  [{self.code}]"


class Refused(ValueError):
    """Carries problems out of a parser or a gate; catching it is the only way to read them."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(problem.code for problem in problems))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


def refuse(code: str, text: str, remedy: str = "", **data: str) -> Refused:
    """The short way to stop a parser: `raise refuse("date.no-such-day", "2015年2月没有30日")`."""
    return Refused(Problem(code, text, remedy, data=tuple(sorted(data.items()))))
