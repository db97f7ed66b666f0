"""The tables of what is kept."""

from .book import Ledger
from .history import Change, Link, Submission
from .index import BlindIndex, Series
from .keys import KeyCheck
from .record import Record
from .sharing import Share
from .work import Draft, File

__all__ = [
    "BlindIndex",
    "Change",
    "Draft",
    "File",
    "KeyCheck",
    "Ledger",
    "Link",
    "Record",
    "Series",
    "Share",
    "Submission",
]
