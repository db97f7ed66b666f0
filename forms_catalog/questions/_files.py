"""What uploads have in common: the bytes lie elsewhere, the answer names them by their digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from ..definition import Question
from ..ports import ports
from ..problems import refuse
from .base import Answer, Context, QuestionType, Raw, tidy

DIGEST = "0123456789abcdef" * 4
LOST = "f" * 64
PDF = {"sha256": DIGEST, "name": "示例.pdf", "type": "application/pdf", "size": 1024}
PICTURE = {"sha256": DIGEST, "name": "示例.jpg", "type": "image/jpeg", "size": 2048}
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


class Upload(QuestionType):
    """The door puts the bytes away first (`ports.files.keep`) and hands over what it was told."""

    kind: ClassVar[str] = "file"
    in_cells: ClassVar[bool] = False

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if not isinstance(raw, Mapping):
            raise refuse("file.not-a-file", "这里要上传文件，不能填文字")
        digest = raw.get("sha256")
        if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
            raise refuse("file.not-a-file", "这里要上传文件，请重新选一次")
        if not ports.files.known(digest):
            raise refuse("file.unknown", "这份文件没有传上来，请重新上传")
        return {"sha256": digest, "name": _name(raw), "type": _type(raw), "size": _size(raw)}

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return str(answer["name"])

    def normal(self, answer: Answer) -> str:
        return str(answer["sha256"])

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        text = {"type": "string"}
        digest = text | {"pattern": "^[0-9a-f]{64}$"}
        size = {"type": "integer", "minimum": 0}
        parts = {"sha256": digest, "name": text, "type": text, "size": size}
        whole = {"type": "object", "properties": parts, "required": list(parts)}
        return whole | {"additionalProperties": False}


class Picture(Upload):
    """An image; the store judges the bytes, this judges what it told."""

    accept: ClassVar[str] = "image/*"

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        answer = super().parse(raw, question, ctx)
        if not answer["type"].startswith("image/"):
            raise refuse("photo.not-an-image", "这里要上传照片，请选一张图片")
        return answer


def _name(raw: Mapping[str, Any]) -> str:
    """The last part of whatever path a browser sent along."""
    name = raw.get("name")
    text = tidy(name) if isinstance(name, str) else ""
    return text.replace("\\", "/").rpartition("/")[2][-120:] or "未命名"


def _type(raw: Mapping[str, Any]) -> str:
    told = raw.get("type")
    return told if isinstance(told, str) and _TYPE.fullmatch(told) else "application/octet-stream"


def _size(raw: Mapping[str, Any]) -> int:
    told = raw.get("size")
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else 0
