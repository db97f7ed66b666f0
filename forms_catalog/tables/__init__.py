"""Any spreadsheet that people have, opened safely: what it is is told by its bytes, never by its name."""

from .limits import ROWS, TEMPLATES, Limits
from .opening import open_plain, open_tables
from .table import Table, Value, letters
from .zips import unzip, zipped

__all__ = [
    "ROWS",
    "TEMPLATES",
    "Limits",
    "Table",
    "Value",
    "letters",
    "open_plain",
    "open_tables",
    "unzip",
    "zipped",
]
