"""A choice list: values are codes; an option is disabled, never removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .keys import Pairs, key


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value and what people read for it."""

    NAMES: ClassVar[str] = "code"

    name: str
    label: str = key("text", required=True, short="yes", note="显示的文字")
    tags: Pairs = key("map:text", part=str, note="标签：值，供选项筛选")
    parent: str = key("code", note="上级选项的值")
    disabled: bool = key("bool", note="停用：旧记录保留，不再提供选择")
    hint: str = key("text", note="选项下面的小字")
    was: str = key("code", note="原来的值")
    note: str = key("text", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceList(Template):
    """A list that questions choose from."""

    kind: ClassVar[str] = "list"

    options: tuple[Option, ...] = key(
        "map:option", part=Option, required=True, note="值：选项，按显示的次序"
    )
    tags: tuple[str, ...] = key("names", note="选项用到的标签名")

    def option(self, value: str) -> Option | None:
        return next((item for item in self.options if item.name == value), None)
