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
from .form import FormDefinition, PrintOptions, Question, Section
from .keys import READY, STAGES, Key, Pairs, key, keys_of, ready, short_of
from .ledger import Access, Action, Ledger, Retention, State
from .lists import ChoiceList, Option
from .logic import (
    Decision,
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
from .pack import Level, Pack, Region, Role

__all__ = [
    "KINDS",
    "LATER_KINDS",
    "READY",
    "STAGES",
    "Access",
    "Action",
    "ChoiceList",
    "Decision",
    "Derived",
    "DerivedColumn",
    "FormDefinition",
    "Key",
    "Ledger",
    "Level",
    "Lower",
    "Option",
    "Pack",
    "Pairs",
    "PrintOptions",
    "Question",
    "Region",
    "Retention",
    "Role",
    "Row",
    "Rule",
    "Score",
    "Scoring",
    "Section",
    "State",
    "Template",
    "Veto",
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
