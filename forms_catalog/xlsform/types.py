"""Types of XLSForm against ours: which stands for which, under which names, and what is not taken."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..questions import TYPES, QuestionType

_BY_KIND = {"integer": "integer", "decimal": "decimal", "date": "date", "file": "file"}


def written(kind: QuestionType) -> str:
    """The XLSForm type that a question of ours is written as."""
    if kind.xlsform:
        return kind.xlsform.partition(" ")[0]
    return _BY_KIND.get(kind.kind, "text") if kind.asked else "text"


def _says_xlsform(kind: QuestionType) -> bool:
    """Whether the type says so itself, not the type that it varies."""
    return "xlsform" in type(kind).__dict__


def _of_registry() -> dict[tuple[str, str], str]:
    """(type, look) -> the type of ours that such a row is read as."""
    kinds = (kind for kind in TYPES.values() if _says_xlsform(kind) and kind.from_xlsform)
    return {(written(kind), kind.xlsform.partition(" ")[2]): kind.name for kind in kinds}


LOOKS = {
    name: kind.xlsform.partition(" ")[2]
    for name, kind in TYPES.items()
    if _says_xlsform(kind) and " " in kind.xlsform
}
"""The word of `appearance` that tells these types from the one they are written as."""
_LOOKING = _of_registry()
_READ = {said: ours for (said, look), ours in _LOOKING.items() if not look} | {"hidden": "text"}
TRUTH = next(
    name
    for name, kind in TYPES.items()
    if kind.kind == "boolean" and kind.xlsform.startswith("select_one")
)
"""The type of ours whose list is a yes or no."""
METADATA = {
    "today": "${_today}", "username": "${_actor_name}", "phonenumber": "${_actor_phone}",
    "start": "once(now())", "end": "${_submitted_at}", "deviceid": "''", "email": "''",
    "simserial": "''", "subscriberid": "''",
}  # fmt: skip
"""What a phone fills in by itself, and the calculation that stands for it here."""
KEPT = {
    "audio": "file", "video": "file", "barcode": "text", "rank": "choices", "range": "decimal",
    "geotrace": "text", "geoshape": "text", "select_one_from_file": "text",
    "select_multiple_from_file": "text", "select_one_external": "text", "csv-external": "calculated",
    "xml-external": "calculated", "start-geopoint": "calculated", "background-audio": "calculated",
    "background-geopoint": "calculated", "audit": "calculated",
}  # fmt: skip
"""Types that are read as the nearest of ours and written back as they were."""
REFUSED = {
    "osm": "改成位置坐标（geopoint）或填空（text）",
    "loop": "改成表格（begin repeat）",
    "cascading_select": "改成几个单选题，用 choice_filter 连起来",
    "include": "把被引用的表的各行写进来",
}
_ALIASES = dict(
    line.split(" = ")
    for line in """string = text
int = integer
datetime = dateTime
date time = dateTime
photo = image
gps = geopoint
location = geopoint
select1 = select_one
select one = select_one
select one from = select_one
select one using = select_one
select all that apply = select_multiple
select all that apply from = select_multiple
select multiple = select_multiple
select multiple from = select_multiple
select multiple using = select_multiple
select one from file = select_one_from_file
select multiple from file = select_multiple_from_file
select one external = select_one_external
trigger = acknowledge
imei = deviceid
phone number = phonenumber
device id = deviceid
start time = start
end time = end
begin lgroup = begin_repeat
end lgroup = end_repeat
begin looped group = begin_repeat
end looped group = end_repeat
begin loop = loop
end loop = loop
cascading select = cascading_select
percentage = integer""".splitlines()
)
STRUCTURE = ("begin_group", "end_group", "begin_repeat", "end_repeat")
LISTED = ("select_one", "select_multiple", "rank")
FROM_FILE = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
_KNOWN = {*_READ, *METADATA, *KEPT, *REFUSED, *STRUCTURE}
YES_NO = {"yes": "是", "no": "否"}


class TypeCell(NamedTuple):
    """What a cell of the column `type` says: the usual name, its list or file, `or_other`, its text."""

    name: str
    source: str = ""
    other: bool = False
    text: str = ""


def split(text: str) -> TypeCell:
    """The parts of a type cell; a name that is not known stays as it is written."""
    words = re.sub(r"\s+", " ", text.strip())
    other = bool(re.search(r" (or[_ ]other|or specify other)$", words, re.I))
    bare = re.sub(r" (or[_ ]other|or specify other)$", "", words, flags=re.I)
    whole = _usual(bare)
    if whole in _KNOWN:
        return TypeCell(whole, "", other, words)
    head, _, source = bare.rpartition(" ")
    name = _usual(head)
    if name in (*LISTED, *FROM_FILE):
        return TypeCell(name, source, other, words)
    first, _, _ = bare.partition(" ")
    return TypeCell(_usual(first) if _usual(first) in REFUSED else whole, "", other, words)


def _usual(words: str) -> str:
    plain = re.sub(r"[ _]+", " ", words.strip().lower())
    plain = re.sub(r"^(add )(.*?)( prompt)?( using)?$", r"\2", plain)
    plain = re.sub(r"^q (?=\w)|^get ", "", plain)
    joined = plain.replace(" ", "_")
    if plain.startswith("uri:"):
        return "osm"
    return _ALIASES.get(plain) or (joined if joined in _KNOWN else words.strip())


def is_known(name: str) -> bool:
    return name in _KNOWN


def nearest(name: str) -> str:
    """The known type most like one that is not known, '' when none is."""
    near = difflib.get_close_matches(name.lower().replace(" ", "_"), [*_KNOWN, *_ALIASES], 1, 0.6)
    return near[0] if near else ""


def read_as(cell: TypeCell, looks: Sequence[str], yes_no: bool = False) -> str:
    """Our type of a row that has no `tonghu::type`; `yes_no`: its list is that of a yes or no."""
    for word in looks:
        if (cell.name, word) in _LOOKING:
            return _LOOKING[cell.name, word]
    if cell.name == "select_one" and yes_no:
        return TRUTH
    if cell.name in METADATA:
        return "calculated"
    return KEPT.get(cell.name) or _READ.get(cell.name, "text")


def stand_in(name: str) -> str:
    """The calculation of a question whose type no person answers, '' for other types."""
    return METADATA.get(name) or ("''" if KEPT.get(name) == "calculated" else "")


def says_itself(type_name: str, looks: Sequence[str], yes_no: bool) -> bool:
    """Whether the type and looks of a row alone read back as this type of ours."""
    name = written(TYPES[type_name])
    return name in _READ and read_as(TypeCell(name), looks, yes_no) == type_name


def is_yes_no(labels: Mapping[str, str]) -> bool:
    """Whether the labels by code are those of a yes or no."""
    return labels == YES_NO
