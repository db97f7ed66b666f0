"""Problems of a definition, put back onto the blocks and fields that made them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError, StructValue

from ..problems import Problem
from .controls import tidy
from .parts import PartBlock
from .stream import QuestionsBlock, canonical

Fault = tuple[list[str], ValidationError]
"""What is left of the path, and the words."""


def with_errors(
    value: StreamValue, problems: Iterable[Problem], path: str
) -> ValidationError | None:
    """The error of the whole stream (or list of options), None when no problem lies below `path`."""
    faults = [
        ([bit for bit in problem.place.path[len(path) :].split(".") if bit], _words(problem))
        for problem in problems
        if f"{problem.place.path}.".startswith(f"{path}.")
    ]
    for bits, _ in faults:
        if bits[:1] in (["questions"], ["options"]):
            del bits[0]
    return _of(value, faults) if faults else None


def page_with_errors(value: StructValue, problems: Iterable[Problem]) -> ValidationError | None:
    """The error of a block that is a whole page, None when no problem lies on it."""
    faults = [(problem.place.path.split("."), _words(problem)) for problem in problems]
    return _of(value, faults) if faults else None


def _words(problem: Problem) -> ValidationError:
    words = "，".join(bit.rstrip("。") for bit in (problem.text, problem.remedy) if bit)
    return ValidationError(f"{words}。", code=problem.code)


def _of(value: Any, faults: list[Fault]) -> ValidationError:
    if isinstance(value, StreamValue):
        return _of_stream(value, faults)
    if isinstance(value, ListValue):
        return _of_list(value, faults)
    if isinstance(value, StructValue):
        return _of_part(value.block, value, faults)
    return ValidationError([error for _, error in faults])


def _sorted_out(names: list[str], faults: list[Fault]) -> tuple[dict[int, list[Fault]], list[Any]]:
    """The faults by the number of the child they belong to, and those that belong to none."""
    inside: dict[int, list[Fault]] = defaultdict(list)
    outside = []
    for bits, error in faults:
        if bits and bits[0] in names:
            inside[names.index(bits[0])].append((bits[1:], error))
        else:
            outside.append(error)
    return inside, outside


def _of_stream(value: StreamValue, faults: list[Fault]) -> ValidationError:
    inside, outside = _sorted_out(_names(value), faults)
    errors = {at: _of_part(value[at].block, value[at].value, those) for at, those in inside.items()}
    made: ValidationError = StreamBlockValidationError(
        block_errors=errors, non_block_errors=outside
    )
    return made


def _names(value: StreamValue) -> list[str]:
    """What each block is called in the definition that was checked."""
    if isinstance(value.stream_block, QuestionsBlock):
        return [one["name"] for one in canonical(value)]
    return [_called(child.block, child.value, at) for at, child in enumerate(value, 1)]


def _called(part: Any, values: Any, number: int) -> str:
    """The name of a part; one that has none goes by its place, counted from 1."""
    named = getattr(part, "named", True)
    return tidy(values.get("name")) if named else str(number)


def _of_list(value: ListValue, faults: list[Fault]) -> ValidationError:
    part = value.list_block.child_block
    names = [_called(part, row, at) for at, row in enumerate(value, 1)]
    inside, outside = _sorted_out(names, faults)
    errors = {at: _of_part(part, value[at], those) for at, those in inside.items()}
    made: ValidationError = ListBlockValidationError(block_errors=errors, non_block_errors=outside)
    return made


def _of_part(part: Any, values: StructValue, faults: list[Fault]) -> ValidationError:
    """Each fault to the field of its key; what has no field to the block itself."""
    inside: dict[str, list[Fault]] = defaultdict(list)
    outside = []
    for bits, error in faults:
        field = _field(part, values, bits)
        if field:
            inside[field].append((bits[1:], error))
        else:
            outside.append(error)
    errors = {field: _of(values[field], those) for field, those in inside.items()}
    made: ValidationError = StructBlockValidationError(
        block_errors=errors, non_block_errors=outside
    )
    return made


def _field(part: Any, values: StructValue, bits: list[str]) -> str:
    if not bits:
        return ""
    if isinstance(part, PartBlock) and bits[0] in part.controls:
        return part.controls[bits[0]].field_of(values, bits[1:])
    return bits[0] if bits[0] in part.child_blocks else ""
