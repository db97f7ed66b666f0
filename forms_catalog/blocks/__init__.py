"""The editor's blocks: made from the declared keys of every question type, read back the same."""

from .errors import with_errors
from .identity import block_id
from .names import name_of
from .options import options_block, options_from_stream, options_to_stream
from .stream import from_stream, questions_block, to_stream

__all__ = [
    "block_id",
    "from_stream",
    "name_of",
    "options_block",
    "options_from_stream",
    "options_to_stream",
    "questions_block",
    "to_stream",
    "with_errors",
]
