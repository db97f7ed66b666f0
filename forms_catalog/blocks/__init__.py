"""The editor's blocks: made from the declared keys of every question type, read back the same."""

from ..pinyin import name_of
from . import tables  # noqa: F401  registers its controls
from .errors import with_errors
from .identity import block_id
from .logic import (
    decisions_block,
    logic_from_blocks,
    logic_to_blocks,
    rules_block,
    scoring_block,
)
from .options import options_block, options_from_stream, options_to_stream
from .stream import from_stream, names_in, questions_block, to_stream

__all__ = [
    "block_id",
    "decisions_block",
    "from_stream",
    "logic_from_blocks",
    "logic_to_blocks",
    "name_of",
    "names_in",
    "options_block",
    "options_from_stream",
    "options_to_stream",
    "questions_block",
    "rules_block",
    "scoring_block",
    "to_stream",
    "with_errors",
]
