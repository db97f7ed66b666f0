"""A document that is uploaded."""

from __future__ import annotations

from ._files import DIGEST, LOST, PDF, Upload
from .base import Bad, Good


class File(Upload):
    """Any kind of file that the store takes."""

    name = "file"
    label = "文件"
    xlsform = "file"
    good = (
        Good(PDF, PDF, "示例.pdf"),
        Good(PDF | {"name": "C:\\资料\\示例.pdf", "extra": 1}, PDF, "示例.pdf"),
        Good(
            {"sha256": DIGEST},
            {"sha256": DIGEST, "name": "未命名", "type": "application/octet-stream", "size": 0},
            "未命名",
        ),
    )
    bad = (
        Bad("示例.pdf", "file.not-a-file"),
        Bad({"sha256": "../../秘密"}, "file.not-a-file"),
        Bad({"name": "示例.pdf"}, "file.not-a-file"),
        Bad(PDF | {"sha256": LOST}, "file.unknown"),
    )
