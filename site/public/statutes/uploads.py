"""The text of an uploaded file: Word documents and plain text, told by their bytes, under a cap."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

from forms_catalog.problems import Problem, Refused

LARGEST = 5 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(data: bytes) -> str:
    """Refuses what is neither, whatever its name says."""
    if len(data) > LARGEST:
        raise _refused("too-large", "文件太大", "5MB以内，一次一部法律")
    if data.startswith(b"PK\x03\x04"):
        return _word(data)
    for name in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refused("not-text", "这个文件里读不出文字", "用Word文档（.docx）或纯文本，或者直接粘贴")


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entry = packed.getinfo("word/document.xml")
            if entry.file_size > 4 * LARGEST:
                raise _refused("too-large", "文件太大", "5MB以内，一次一部法律")
            with packed.open(entry) as file:
                body = file.read(4 * LARGEST)
        if b"<!DOCTYPE" in body[:2000]:
            raise _refused("not-text", "这个文件里读不出文字", "把全文复制出来粘贴")
        root = ElementTree.fromstring(body)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError) as error:
        words = "这不是Word文档（.docx），或者已经损坏"
        raise _refused("not-word", words, "把全文复制出来粘贴") from error
    return "\n".join(_line(paragraph) for paragraph in root.iter(f"{W}p"))


def _line(paragraph: ElementTree.Element) -> str:
    signs = {f"{W}tab": " ", f"{W}br": "\n"}
    return "".join(
        (bit.text or "") if bit.tag == f"{W}t" else signs.get(bit.tag, "")
        for bit in paragraph.iter()
    )


def _refused(code: str, text: str, remedy: str) -> Refused:
    return Refused(Problem(f"statute.{code}", text, remedy))
