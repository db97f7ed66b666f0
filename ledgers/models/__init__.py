"""The tables of what is kept."""

from .book import Ledger
from .bulk import Bulk
from .duty import Duty, Feed
from .ending import Ending
from .errand import Errand
from .exporting import Export, ExportEvent
from .held import Held, Receipt
from .history import Change, Link, Submission
from .importing import Import, ImportRow
from .index import BlindIndex, Series
from .keys import KeyCheck
from .lease import Lease
from .letter import LetterIssue
from .message import Message, Mute
from .period import Period, Standing
from .record import Record
from .schedule import Schedule
from .sharing import Share
from .witness import AccessEvent
from .work import Draft, File

__all__ = [
    "AccessEvent",
    "BlindIndex",
    "Bulk",
    "Change",
    "Draft",
    "Duty",
    "Ending",
    "Errand",
    "Export",
    "ExportEvent",
    "Feed",
    "File",
    "Held",
    "Import",
    "ImportRow",
    "KeyCheck",
    "Lease",
    "Ledger",
    "LetterIssue",
    "Link",
    "Message",
    "Mute",
    "Period",
    "Receipt",
    "Record",
    "Schedule",
    "Series",
    "Share",
    "Standing",
    "Submission",
]
