"""Sheets and headers of an XLSForm: their usual names, their other names, and whose language they speak."""

from __future__ import annotations

import re
from typing import NamedTuple

SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")
RULES, DECISIONS, LISTS = "tonghu_rules", "tonghu_decisions", "tonghu_lists"
OURS = (RULES, DECISIONS, LISTS)
PREFIX = "tonghu::"
LANGUAGE = "zh"

SPOKEN = ("label", "hint", "required_message", "constraint_message")
"""Survey columns that people read, so each may stand in several languages."""
SURVEY = (
    "type", "name", "label", "hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "calculation", "default", "read_only", "choice_filter", "repeat_count",
    "appearance", "parameters", "trigger",
)  # fmt: skip
"""Survey columns in the order written; the keys of a question of the same names stand in them."""
LOGICAL = (
    "required", "relevant", "constraint", "calculation", "default", "read_only", "choice_filter",
    "repeat_count",
)  # fmt: skip
CHOICES = ("list_name", "name", "label", "parent")
SETTINGS = ("form_title", "form_id", "version", "default_language", "instance_name")
SETTINGS_WITHOUT_USE = frozenset(["version", "default_language", "allow_choice_duplicates"])
"""Settings that say nothing a template needs: editions are numbered by the engine."""

_SURVEY_ALIASES = {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
    "readonly": "read_only", "calculate": "calculation", "count": "repeat_count",
    "jr:count": "repeat_count", "constraining_message": "constraint_message",
    "requiredmsg": "required_message", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "bind::calculate": "calculation",
    "bind::readonly": "read_only", "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message", "control::appearance": "appearance",
    "body::appearance": "appearance",
}  # fmt: skip
_CHOICE_ALIASES = {"list": "list_name", "caption": "label", "value": "name"}
_SETTING_ALIASES = {
    "title": "form_title", "set_form_title": "form_title", "id_string": "form_id",
    "set_form_id": "form_id",
}  # fmt: skip
ALIASES = {"survey": _SURVEY_ALIASES, "choices": _CHOICE_ALIASES, "settings": _SETTING_ALIASES}
KNOWN = {
    "survey": (*SURVEY, "disabled"),
    "choices": CHOICES,
    "settings": (*SETTINGS, *SETTINGS_WITHOUT_USE),
    LISTS: ("list_name",),
    DECISIONS: ("name",),
}
_CHINESE = re.compile(
    r"(^|\()\s*(zh|zho|chi|cmn)\b|^(chinese|mandarin|putonghua)\b|中文|汉语|简体", re.I
)


class Header(NamedTuple):
    """One header: the column it names and the language it speaks, '' when it says none."""

    column: str
    language: str = ""


def header(sheet: str, text: str) -> Header:
    """The usual name of a header; one that is not known names itself, word for word."""
    text = text.strip()
    if text.startswith(PREFIX):
        return Header(text)
    plain = _plain(text)
    column = _usual(sheet, plain)
    if column:
        return Header(column)
    base, sign, language = text.partition("::")
    if not sign:
        base, sign, language = text.partition(":")
    column = _usual(sheet, _plain(base))
    spoken = SPOKEN if sheet == "survey" else ("label",)
    return Header(column, language.strip()) if sign and column in spoken else Header(text)


def _plain(text: str) -> str:
    return re.sub(r"[\s_]+", "_", re.sub(r"\s*::\s*", "::", text.strip().lower()))


def _usual(sheet: str, plain: str) -> str:
    plain = ALIASES.get(sheet, {}).get(plain, plain)
    return plain if plain in KNOWN.get(sheet, ()) else ""


def is_chinese(language: str) -> bool:
    """Whether the language of a header is Chinese: `zh`, `Chinese (zh)`, `中文 (zh-CN)` and so on."""
    return bool(_CHINESE.search(language))


def said_in(column: str) -> str:
    """The header that we write for a column: what people read says that it is Chinese."""
    return f"{column}::{LANGUAGE}" if column in SPOKEN else column
