"""The pages of a pack as plain items: where each stands, of which type it is, what is on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from forms_catalog.problems import Place, Problem, Refused
from public.shipping.words import FIELDS

NAMES = {"summary": "search_description", "menu": "show_in_menus"}
HOME = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One page; its key is its way below the front page, whose own key is empty."""

    key: str
    type: str
    values: dict[str, Any]

    @property
    def slug(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.key.rpartition("/")[0]

    @property
    def digest(self) -> str:
        return digest([self.type, self.values])


def digest(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def read(pack: Path) -> list[Item]:
    """The front page first, a page never before its parent."""
    home = pack / "pages" / "home.yaml"
    items = [_item(HOME, {"type": "home"} | _load(home), home)] if home.is_file() else []
    for file in sorted((pack / "public").glob("*.yaml")):
        for key, words in _load(file).items():
            items.append(_item(str(key), words, file))
    _judge(items, pack)
    return sorted(items, key=lambda item: item.key.count("/") + bool(item.key))


def _load(file: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        place = Place(file=str(file), line=at.line + 1 if at else 0)
        problem = Problem("pages.no-yaml", "读不懂这个文件", "检查缩进和引号", place)
        raise Refused(problem) from None
    return found if isinstance(found, dict) else {}


def _item(key: str, words: dict[str, Any], file: Path) -> Item:
    type = words.pop("type", "")
    try:
        return Item(key, type, _values(words))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        place = Place(file=str(file))
        text = f"“{key}”里有写法不对的地方：{error}"
        raise Refused(Problem("pages.bad-part", text, "照别的页面的写法改", place)) from None


def _values(words: dict[str, Any]) -> dict[str, Any]:
    found = {NAMES.get(name, name): value for name, value in words.items()}
    return {name: FIELDS[name](value) if name in FIELDS else value for name, value in found.items()}


def refs(value: Any) -> Iterator[str]:
    """The pages that a value names: texts that begin with @."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from refs(one)
    elif isinstance(value, str) and value.startswith("@"):
        yield value[1:]


def _judge(items: list[Item], pack: Path) -> None:
    from public.shipping.types import TYPES

    known = {item.key for item in items}
    place = Place(file=str(pack / "public"))
    problems = []
    for item in items:
        if item.type not in TYPES:
            text = f"“{item.key}”的类型“{item.type}”没有"
            problems.append(Problem("pages.unknown-type", text, "换一种类型", place))
        for ref in {*refs(item.values), item.parent} - known - {HOME}:
            text = f"“{item.key}”指向“{ref}”，没有这一页"
            problems.append(Problem("pages.unknown-page", text, "改地址，或补上这一页", place))
    if problems:
        raise Refused(*problems)
