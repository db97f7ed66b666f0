"""The table that people read, read by a program: addresses down, roles and relations across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.matrix.cast import CITIZEN, RELATIONS, ROOT

FILE = Path(__file__).parent / "matrix.txt"
SAYS = {
    ".": 404,
    "o": 200,
    ">": 302,
    "L": 302,
    "?": 422,
    "x": 403,
    "m": 405,
    "k": 401,
    "!": 409,
    "g": 410,
    "j": 204,
}


@dataclass(frozen=True)
class Cell:
    """What one person is answered."""

    role: str
    relation: str
    sign: str


@dataclass(frozen=True)
class Row:
    """One address by one method, perhaps with a record in a state and with something posted."""

    line: int
    name: str
    args: tuple[str, ...]
    method: str
    groups: tuple[tuple[tuple[str, ...], str], ...]
    states: dict[str, str] = field(default_factory=dict, hash=False)
    query: str = ""
    data: dict[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        state = "".join(f"@{state}" for state in self.states.values())
        said = "".join(f" {name}={value}" for name, value in self.data.items())
        return " ".join((self.name, *self.args)) + state + self.query + said + f" {self.method}"

    def cells(self, roles: Sequence[str] = ()) -> Iterator[Cell]:
        """Everybody who asks; of roles with the same rights only those that are wanted."""
        for group, signs in self.groups:
            for role in group:
                if role in (ROOT, CITIZEN):
                    yield Cell(role, "", signs)
                elif len(group) == 1 or not roles or role in roles:
                    for relation, sign in zip(RELATIONS, signs, strict=True):
                        yield Cell(role, relation, sign)


@dataclass(frozen=True)
class Table:
    """Groups of roles that stand in one column, and the rows."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]

    @property
    def roles(self) -> list[str]:
        return [role for group in self.columns for role in group if role not in (ROOT, CITIZEN)]


def table() -> Table:
    columns: list[tuple[str, ...]] = []
    rows: list[Row] = []
    for number, line in enumerate(FILE.read_text().splitlines(), 1):
        text = line.partition("#")[0].strip()
        if text.startswith("column "):
            columns.append(tuple(text.split()[2:]))
        elif text:
            rows += _rows(number, text, columns)
    return Table(tuple(columns), tuple(rows))


def _rows(number: int, text: str, columns: Sequence[tuple[str, ...]]) -> Iterator[Row]:
    words = text.split()
    head, signs = words[: -len(columns)], words[-len(columns) :]
    methods = head.pop()
    parts = [word.partition("@") for word in head if "=" not in word]
    beside = [part for part in parts if part[0].startswith("+")]
    for group, told in zip(columns, signs, strict=True):
        wanted = 1 if group[0] in (ROOT, CITIZEN) else len(RELATIONS)
        assert len(told) == wanted and set(told) <= SAYS.keys(), (number, group, told)
    for method in methods.split("|"):
        yield Row(
            number,
            parts[0][0],
            tuple(part[0] for part in parts[1:] if part not in beside),
            method,
            tuple(zip(columns, signs, strict=True)),
            {part[0].lstrip("+"): part[2] for part in parts if part[2]},
            "".join(word for word in head if word.startswith("?")),
            dict(word.split("=", 1) for word in head if "=" in word and word[0] != "?"),
        )
