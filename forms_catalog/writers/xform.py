"""An XForm for ODK Collect and its kin, made by pyxform: the same bytes for the same form."""

from __future__ import annotations

from ..bundle import Bundle
from ..problems import Problem, Refused
from .portable_sheets import PortableSheets

SUFFIX = ".xml"
LABEL = "XForm"
_WITHOUT = Problem(
    "xform.no-pyxform",
    "这里没有装 pyxform，写不了 XForm",
    "运行 .uv/bin/uv sync --extra xform 再来",
)


def write(bundle: Bundle) -> bytes:
    """Raises Refused when pyxform is not installed, or does not take the form."""
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert
    except ImportError:
        raise Refused(_WITHOUT) from None
    workbook = PortableSheets(bundle).workbook()
    try:
        made = convert(workbook, pretty_print=True, form_name="data")
    except PyXFormError as error:
        text = f"pyxform 不收这张表：{' '.join(str(error).split())[:300]}"
        raise Refused(Problem("xform.refused", text, "按提示改表")) from None
    return str(made.xform).encode()


def losses(bundle: Bundle) -> list[Problem]:
    """What a phone does otherwise than the pages of this house."""
    sheets = PortableSheets(bundle)
    _ = sheets.workbook()
    return sheets.problems
