"""Names as the format wants them, `[a-z][a-z0-9_]*`; whatever refers to a name follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...checks.scalars import CODE, NAME
from ...pinyin import free, name_of
from .grid import Cell, Faults

_REFERENCE = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
_WORD = r"(?<![\w.$'\"/:-]){}(?![\w.:(-])"


def plain(name: str, taken: Iterable[str], fallback: str = "q") -> str:
    """A name that is allowed: lower case, pinyin for Chinese, numbered when it is taken."""
    taken = set(taken)
    if not name.isascii():
        return name_of(name, taken)
    made = re.sub("[^a-z0-9_]+", "_", name.strip().lower()).strip("_")
    return free(made if NAME.fullmatch(made) else f"{fallback}_{made}".rstrip("_"), taken)


class Names:
    """Old names against new ones; those that were fine stay."""

    def __init__(self, cells: Iterable[Cell], fallback: str = "q") -> None:
        found = [cell for cell in cells if cell.text]
        self.cells = {cell.text: cell for cell in reversed(found)}
        kept = {name for name in self.cells if NAME.fullmatch(name)}
        self.new: dict[str, str] = {}
        for cell in found:
            if cell.text not in kept and cell.text not in self.new:
                taken = kept | set(self.new.values())
                self.new[cell.text] = plain(cell.text, taken, fallback)
        self.steps = {
            re.compile(rf"(?<=/){re.escape(old)}(?![\w.-])"): new for old, new in self.new.items()
        }

    def of(self, name: str) -> str:
        return self.new.get(name, name)

    def follow(self, text: str) -> str:
        """Text in which every `${old}` says the new name; paths too."""
        if not self.new or not text:
            return text
        text = _REFERENCE.sub(lambda found: f"${{{self.of(found[1])}}}", text)
        for old, new in self.steps.items():
            text = old.sub(new, text)
        return text

    def tell(self, faults: Faults, what: str) -> None:
        if self.new:
            pairs = [f"{old} → {new}" for old, new in self.new.items()]
            more = f" 等{len(pairs)}个" if len(pairs) > 6 else ""
            text = f"{what}只能用小写字母、数字和下划线，已改：{'，'.join(pairs[:6])}{more}"
            at = self.cells[next(iter(self.new))]
            faults.note("renamed", text, "引用它们的算式也跟着改了", at)


class Codes:
    """The values of one list that had to be changed, and the texts that speak of them."""

    def __init__(self, values: Iterable[str]) -> None:
        values = list(values)
        kept = {value for value in values if CODE.fullmatch(value)}
        self.new: dict[str, str] = {}
        for value in values:
            if value not in kept and value not in self.new:
                self.new[value] = plain(value, kept | set(self.new.values()), "v")

    def of(self, value: str) -> str:
        return self.new.get(value, value)

    def follow(self, text: str) -> str:
        """An expression that compares with values of this list."""
        for old, new in self.new.items():
            for quote in "'\"":
                text = text.replace(f"{quote}{old}{quote}", f"{quote}{new}{quote}")
        return text


def mentions(text: str) -> set[str]:
    """The names that a text refers to."""
    return set(_REFERENCE.findall(text))


def follow_columns(text: str, new: Mapping[str, str]) -> str:
    """A choice filter with the new names of filter columns."""
    for old, name in new.items():
        text = re.sub(_WORD.format(re.escape(old)), name, text)
    return text
