"""Uploads: judged by content, cleaned, sealed, kept in a private folder under their own digest."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import filetype
from django.conf import settings
from PIL import Image, ImageOps

from forms_catalog.problems import Refused, refuse

from .ids import uuid7
from .models import File
from .sealing import DataKey

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2400
TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
}


class KeptFiles:
    """The Files port.

    Every upload is sealed, whatever its question asks for: equal bytes of two people are then two
    uploads, so that neither is taken along by the other's record nor betrays that it was there.
    """

    def keep(
        self, user: Any, name: str, content: Any, *, image: bool, sealed: bool
    ) -> Mapping[str, Any]:
        data, kind = clean(content.read(MAX_BYTES + 1), image)
        uid = str(uuid7())
        key = DataKey.new(uid)
        stored = key.seal_bytes(data)
        digest = hashlib.sha256(stored).hexdigest()
        put(digest, stored)
        row = File.objects.unscoped("the row of the bytes just stored").create(
            uid=uid,
            sha256=digest,
            name=tidy_name(name, kind),
            type=kind,
            size=len(data),
            sealed=True,
            data_key=key.wrapped,
            key_id=key.key_id,
            author=user,
        )
        return {"sha256": digest, "name": row.name, "type": row.type, "size": row.size}

    def again(self, user: Any, digest: str) -> dict[str, Any] | None:
        """The answer of an upload that this person sent before and no record holds yet."""
        rows = File.objects.visible_to(user).filter(sha256=digest[:64], record=None, author=user)
        row = rows.first()
        if row is None:
            return None
        return {"sha256": row.sha256, "name": row.name, "type": row.type, "size": row.size}

    def known(self, digest: str) -> bool:
        rows = File.objects.unscoped("whether an answer's digest names an upload")
        return rows.filter(sha256=digest).exists()


def clean(data: bytes, image: bool) -> tuple[bytes, str]:
    """The bytes to keep and their true type; a picture is drawn anew, without what it knew of its place."""
    if not data:
        raise refuse("file.empty", "这个文件是空的，请重新选择")
    if len(data) > MAX_BYTES:
        raise refuse("file.too-big", "文件超过10兆，请压缩后再传，或拍小一点")
    kind = filetype.guess_mime(data) or ""
    if kind not in TYPES:
        raise refuse(
            "file.wrong-type", "只收照片和可打印的文档（常见照片格式或版式文件），请换一个文件"
        )
    if kind.startswith("image/"):
        return _redrawn(data, kind), kind
    if image:
        raise refuse("file.not-image", "这里要传照片，请换一张")
    return data, kind


def _redrawn(data: bytes, kind: str) -> bytes:
    """Pixels only: what else a picture carries (place, comment, profile) is left behind."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((MAX_SIDE, MAX_SIDE))
            plain = turned.convert("RGB" if kind == "image/jpeg" else "RGBA")
            plain.info.clear()
            out = io.BytesIO()
            plain.save(out, TYPES[kind].replace("jpg", "jpeg"), quality=85)
            return out.getvalue()
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # whatever a decoder makes of a hostile file
        raise refuse("file.broken", "这张照片打不开，请重新拍一张") from None


def _too_many_pixels() -> Refused:
    return refuse("file.too-many-pixels", "照片太大，请拍小一点再传")


def tidy_name(name: str, kind: str) -> str:
    """The name people gave it, without folders, ending as its content says."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    stem = "".join(char for char in stem if char.isprintable() and char not in '<>:"|?*')
    return f"{stem.strip(' .')[:80].strip() or '文件'}.{TYPES[kind]}"


def path_of(digest: str) -> Path:
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def put(digest: str, data: bytes) -> None:
    """Whole or not at all: written beside, synced, then renamed."""
    path = path_of(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o600)
    os.replace(name, path)


def read(file: File) -> bytes:
    """The bytes as they were uploaded; the caller has the file from `visible_to`."""
    data = path_of(file.sha256).read_bytes()
    if not file.sealed:
        return data
    return DataKey.load(str(file.uid), file.key_id, bytes(file.data_key)).open_bytes(data)
