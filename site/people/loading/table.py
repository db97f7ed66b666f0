"""Turns the bytes of a CSV file into numbered rows, and collects what is wrong with them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms_catalog.problems import Place as Spot
from forms_catalog.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the cells by column key, blanks stripped."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Table:
    """A file being read: its columns in the people's words, its rows, its problems so far."""

    file: str
    words: Mapping[str, str]
    order: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, row: Row, column: str, code: str, text: str, remedy: str) -> None:
        number = self.order.index(column) + 1 if column in self.order else 0
        spot = Spot(self.file, row.line, number, part=self.words.get(column, ""))
        self.problems.append(Problem(code, text, remedy, spot))

    def refuse(self) -> None:
        """Stops with all problems, in the order of the lines."""
        if self.problems:
            raise Refused(*sorted(self.problems, key=lambda p: (p.place.line, p.place.column)))


def read(data: bytes, file: str, words: Mapping[str, str], required: tuple[str, ...]) -> Table:
    """The rows below the heading; headings may be the keys or the Chinese words of `words`."""
    table = Table(file, words)
    lines = _lines(_decode(data, file), table)
    _, heading = next(lines, (0, []))
    known = {word: key for key, word in words.items()} | {key: key for key in words}
    table.order = tuple(known.get(cell.strip(), "") for cell in heading)
    for column in required:
        if column not in table.order:
            text = f"没有「{words[column]}」列"
            table.problems.append(Problem("table.no-column", text, "请加上这一列", Spot(file, 1)))
    table.refuse()
    for line, cells in lines:
        _add(table, line, [cell.strip() for cell in cells])
    return table


def tell(problem: Problem) -> str:
    """A problem in words for a terminal."""
    spot = problem.place
    where = f"第{spot.line}行" if spot.line else ""
    where += f"「{spot.part}」" if spot.part else ""
    return "：".join(bit for bit in (where, f"{problem.text}，{problem.remedy}。") if bit)


def _decode(data: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text, remedy = "认不出文件里的文字", "请用表格软件另存为逗号分隔的文本文件"
    raise Refused(Problem("table.encoding", text, remedy, Spot(file)))


def _lines(text: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells), blank lines left out."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            spot = Spot(table.file, line)
            fault = Problem("table.broken", "这一行读不下去", "请检查引号是否成对", spot)
            table.problems.append(fault)
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _add(table: Table, line: int, cells: list[str]) -> None:
    row = Row(line, {key: cell for key, cell in zip(table.order, cells, strict=False) if key})
    if any(cells[len(table.order) :]):
        table.fault(row, "", "table.too-many-cells", "这一行的格子比表头多", "请删去多余的格子")
    table.rows.append(row)


KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[0-9A-Za-z]{1,12}")
FLOAT = re.compile(r"[0-9.]+[Ee]\+?[0-9]+|[0-9]+\.[0-9]+")


def check_code(table: Table, row: Row, column: str) -> bool:
    """Whether the cell may be a code; an empty one may."""
    code = row[column]
    if not code or CODE.fullmatch(code):
        return True
    if FLOAT.fullmatch(code):
        text, remedy = "代码被表格软件改成了小数", "请把这一列设为文本格式后重新填写"
        table.fault(row, column, "place.code-number", text, remedy)
    else:
        text, remedy = "代码里有不能用的字", "代码只能是十二位以内的数字或字母"
        table.fault(row, column, "place.code-signs", text, remedy)
    return False
