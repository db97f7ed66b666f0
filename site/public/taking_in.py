"""What editors upload: pictures are made small at the door, files are told by their bytes."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from public.shrinking import TooLarge, shrunk

OLD, PACKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
BEGINS = {"pdf": b"%PDF-"}
BEGINS |= dict.fromkeys(("doc", "xls", "ppt", "wps", "et"), OLD)
BEGINS |= dict.fromkeys(("docx", "xlsx", "pptx"), PACKED)
PLAIN = ("txt", "csv")
KINDS = [*BEGINS, *PLAIN]


class PhotoField(WagtailImageField):
    """Never keeps what the camera wrote, nor more points than are shown."""

    def to_python(self, data: Any) -> Any:
        if hasattr(data, "read"):
            self.check_image_file_size(data)
            data = self._small(data)
        return super().to_python(data)

    def _small(self, data: Any) -> Any:
        try:
            made, ending = shrunk(data)
        except (TooLarge, Image.DecompressionBombError):
            raise forms.ValidationError(_("照片的点数太多，缩小一些再传。"), "too_large") from None
        except (OSError, ValueError, SyntaxError):
            words = _("这不是照片，或者已经损坏。换一张再传。")
            raise forms.ValidationError(words, "invalid_image") from None
        name = f"{PurePath(data.name).stem}.{ending}"
        return SimpleUploadedFile(name, made.getvalue(), f"image/{ending}")


class PhotoForm(BaseImageForm):
    """The form of every picture, whichever page of the admin it is uploaded on."""

    file = PhotoField(label=_("照片"))


class PaperForm(BaseDocumentForm):
    """Visitors download these: the name tells the kind, and the bytes have to agree."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data and not _is_what_it_says(file):
            raise forms.ValidationError(_("文件里的内容和名字后面的类型对不上。另存一份再传。"))
        return file


def _is_what_it_says(file: Any) -> bool:
    kind = PurePath(file.name).suffix.lower().removeprefix(".")
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if kind in PLAIN:
        return b"\x00" not in head
    return bool(head.startswith(BEGINS.get(kind, b"\x00")))
