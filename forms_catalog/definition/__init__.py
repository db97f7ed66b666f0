"""What a template says, as frozen objects; nothing here reads files, judges or draws."""

from .canonical import (
    KINDS,
    LATER_KINDS,
    clean_text,
    digest,
    dump,
    freeze,
    load,
    option_part,
    thaw,
    to_bytes,
)
from .common import Template
from .doors import Public
from .duties import Calendar, CalendarDay, Dense, Duty, Escalate, Remind, Resolved, Span
from .form import FormDefinition, PrintOptions, Question, Section
from .keys import READY, STAGES, Key, Pairs, key, keys_of, ready, short_of
from .ledger import Access, Action, Ledger, Retention, State
from .letters import Letter, Need, Term
from .life import Also, Effect, Opens, Periods, Prominent
from .lists import ChoiceList, Option
from .logic import (
    Decision,
    DecisionColumn,
    Derived,
    DerivedColumn,
    Lower,
    Row,
    Rule,
    Score,
    Scoring,
    Veto,
    ViewOf,
)
from .looks import ExportLayout, Table, View
from .notices import CHANNELS, Event, Notice, Unconfirmed
from .pack import Level, Pack, Region, Role
from .rounds import Coverage

__all__ = [
    "CHANNELS",
    "KINDS",
    "LATER_KINDS",
    "READY",
    "STAGES",
    "Access",
    "Action",
    "Also",
    "Calendar",
    "CalendarDay",
    "ChoiceList",
    "Coverage",
    "Decision",
    "DecisionColumn",
    "Dense",
    "Derived",
    "DerivedColumn",
    "Duty",
    "Effect",
    "Escalate",
    "Event",
    "ExportLayout",
    "FormDefinition",
    "Key",
    "Ledger",
    "Letter",
    "Level",
    "Lower",
    "Need",
    "Notice",
    "Opens",
    "Option",
    "Pack",
    "Pairs",
    "Periods",
    "PrintOptions",
    "Prominent",
    "Public",
    "Question",
    "Region",
    "Remind",
    "Resolved",
    "Retention",
    "Role",
    "Row",
    "Rule",
    "Score",
    "Scoring",
    "Section",
    "Span",
    "State",
    "Table",
    "Template",
    "Term",
    "Unconfirmed",
    "Veto",
    "View",
    "ViewOf",
    "clean_text",
    "digest",
    "dump",
    "freeze",
    "key",
    "keys_of",
    "load",
    "option_part",
    "ready",
    "short_of",
    "thaw",
    "to_bytes",
]
