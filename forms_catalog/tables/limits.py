"""What a file of tables may weigh and hold; asked before and while its bytes are read."""

from __future__ import annotations

from dataclasses import dataclass

from ..problems import Place, Problem, Refused

AGAIN = "用表格软件打开，另存为 .xlsx 再试"
LONGEST = 8 * 1024 * 1024
"""Bytes of a file that may go by without one finished cell: a cell holds 32,767 characters."""

_SHEETS = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken of one file; the area is rows times columns, for it is laid out."""

    max_bytes: int
    max_entries: int
    max_inflated: int
    max_ratio: int
    max_rows: int
    max_columns: int
    max_cells: int
    max_area: int


_MB = 1024 * 1024
TEMPLATES = Limits(8 * _MB, 2_000, 32 * _MB, 200, 20_000, 702, 300_000, 2_000_000)
ROWS = Limits(32 * _MB, 1_000, 288 * _MB, 200, 120_100, 702, 6_000_000, 6_000_000)


def refused(code: str, text: str, remedy: str = AGAIN, place: Place | None = None) -> Refused:
    return Refused(Problem(f"table.{code}", text, remedy, place or Place()))


def unreadable() -> Refused:
    return refused("unreadable", "这个文件读不懂，可能没有存完整")


def password() -> Refused:
    return refused("password", "文件加了密码", "去掉密码再试")


def not_a_table() -> Refused:
    return refused("not-a-table", "这不是表格文件")


def weigh(data: bytes, limits: Limits) -> None:
    if not data:
        raise refused("empty-file", "文件是空的", "重新保存一遍再试")
    if len(data) > limits.max_bytes:
        text = f"文件超过{limits.max_bytes // _MB}兆字节"
        raise refused("too-big", text, "删去图片和用不着的表，或者分成几个文件")


def bomb(limits: Limits) -> Refused:
    text = f"文件解开后太大（最多{limits.max_inflated // _MB}兆字节）"
    return refused("inflates", text, "删去表格下方和右侧的空行空列，另存为新的工作簿再试")


class Budget:
    """What the sheets of one file have used up; every cell passes here before it is laid out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self._area = self._sheets = 0

    def begin(self) -> None:
        """One more sheet."""
        self._sheets += 1
        if self._sheets > _SHEETS:
            raise refused("too-many-sheets", f"超过{_SHEETS}张表", "删去用不着的表")

    def judge(self, row: int, column: int, sheet: str, cells: int = 1) -> None:
        """Raises Refused for a place or an amount that is too far."""
        self.cells += cells
        limits = self.limits
        if row > limits.max_rows:
            text = f"超过{limits.max_rows}行"
            raise refused(
                "too-many-rows", text, "删去多余的行，或者分成几个文件", Place(sheet=sheet)
            )
        if column > limits.max_columns:
            text = f"超过{limits.max_columns}列"
            raise refused("too-many-columns", text, "删去右侧多余的列", Place(sheet=sheet))
        if self.cells > limits.max_cells or row * column + self._area > limits.max_area:
            raise self.many(sheet)

    def spend(self, area: int, sheet: str) -> None:
        """The rectangle of a finished sheet."""
        self._area += area
        if self._area > self.limits.max_area:
            raise self.many(sheet)

    @staticmethod
    def many(sheet: str) -> Refused:
        remedy = "删去多余的行和列，或者分成几个文件"
        return refused("too-many-cells", "格子太多", remedy, Place(sheet=sheet))
