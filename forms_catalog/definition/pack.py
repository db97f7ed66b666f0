"""A pack and the roles it names: levels of the place tree, kinds of bodies, who holds what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .common import Template
from .keys import Pairs, key

RIGHTS = ("accounts", "templates", "publish", "approve_export", "keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the place tree."""

    name: str
    label: str = key("text", required=True, note="叫法：县、乡镇、村")
    digits: int | None = key("int", note="区划代码到这一级的位数")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The district the pack's numbers are made for."""

    code: str = key("text", required=True, note="区划代码")
    label: str = key("text", required=True, note="名称")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Template):
    """The head of a folder of templates."""

    kind: ClassVar[str] = "pack"

    version: str = key("text", required=True, note="模板包的版本，如 2026.1")
    levels: tuple[Level, ...] = key(
        "map:level", part=Level, required=True, note="地方的级别，从上到下"
    )
    bodies: Pairs = key("map:text", part=str, note="机构的种类")
    secrecy: str = key("text", note="纸上的保密提示")
    region: Region | None = key("obj:region", part=Region, default=None, note="所属地区")
    later: tuple[str, ...] = key("names", note="提到而尚未提供的名字")

    def level(self, name: str) -> Level | None:
        return next((item for item in self.levels if item.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Template):
    """A kind of post."""

    kind: ClassVar[str] = "role"

    held_at: str = key("text", required=True, note="在哪里任职：place:LEVEL body:KIND shares none")
    can: tuple[str, ...] = key("names", note="台账以外的权限")
    post: str = key("code", note="岗位代码")
    may: str = key("text", note="可以做什么")
    may_not: str = key("text", note="不可以做什么")
