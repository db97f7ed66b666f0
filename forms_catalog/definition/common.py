"""The keys that stand in every template file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .keys import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What every kind has: an id, a title, and where it comes from."""

    kind: ClassVar[str] = ""

    id: str
    was: str = key("name", note="原来的标识")
    title: str = key("text", required=True, note="名称")
    note: str = key("text", note="给管理员看的说明，填表的人看不到")
    source: str = key("text", note="依据的法律或文件和日期")
    product_default: bool = key("bool", note="true：本产品的建议，不作为法律展示")
