"""The tables of what is kept."""

from .book import Ledger
from .exporting import Export, ExportEvent
from .history import Change, Link, Submission
from .importing import Import, ImportRow
from .index import BlindIndex, Series
from .keys import KeyCheck
from .lease import Lease
from .record import Record
from .schedule import Schedule
from .sharing import Share
from .work import Draft, File

__all__ = [
    "BlindIndex",
    "Change",
    "Draft",
    "Export",
    "ExportEvent",
    "File",
    "Import",
    "ImportRow",
    "KeyCheck",
    "Lease",
    "Ledger",
    "Link",
    "Record",
    "Schedule",
    "Series",
    "Share",
    "Submission",
]
