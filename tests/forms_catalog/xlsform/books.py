"""Workbooks for tests, made cell by cell, and what reading them gives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl

from forms_catalog.bundle import EmptyBook
from forms_catalog.checks import check
from forms_catalog.definition import ChoiceList, FormDefinition
from forms_catalog.packs import Beside
from forms_catalog.problems import Problem
from forms_catalog.readers.xlsform import read_all

from ..tools import ALL_STAGES

Rows = Iterable[Sequence[Any]]
HEAD = ("type", "name", "label")


def workbook(**sheets: Rows) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(**sheets: Rows) -> bytes:
    return saved(workbook(**sheets))


def survey(*rows: Sequence[Any], head: Sequence[str] = HEAD, **sheets: Rows) -> bytes:
    """A workbook whose survey sheet has these rows below its header."""
    return xlsx(survey=[head, *rows], **sheets)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as found:
        for name, data in files.items():
            found.writestr(f"{name}.csv", data)
    return out.getvalue()


def problems(data: bytes, file: str = "f.xlsx") -> list[Problem]:
    return read_all(data, file)[1]


def faults(data: bytes, file: str = "f.xlsx") -> list[tuple[str, str, int, int]]:
    """(sheet, code, row, column) of what stops the file."""
    return [
        (p.place.sheet, p.code.rpartition(".")[2], p.place.line, p.place.column)
        for p in problems(data, file)
        if not p.warn
    ]


def notes(data: bytes, file: str = "f.xlsx") -> set[str]:
    return {p.code.rpartition(".")[2] for p in problems(data, file) if p.warn}


def taken(data: bytes, file: str = "f.xlsx") -> tuple[FormDefinition, Mapping[str, ChoiceList]]:
    """The form and the lists of a workbook that must be sound."""
    book, found = read_all(data, file)
    assert book.form is not None, [str(problem) for problem in found]
    lists: dict[str, Any] = {}
    for id, tree in book.lists.items():
        lists[id], more = check(tree, file, None, ALL_STAGES)
        assert lists[id] is not None, [str(problem) for problem in more]
    form, more = check(book.form, file, Beside(EmptyBook(), lists), ALL_STAGES)
    assert isinstance(form, FormDefinition), [str(problem) for problem in more]
    return form, lists
