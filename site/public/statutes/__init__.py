"""Official texts of laws: read into articles, kept as data, compared version by version."""

from public.statutes.model import Article, Event, Heading, Item, Paragraph, Statute
from public.statutes.parsing import Reading, parse

__all__ = ["Article", "Event", "Heading", "Item", "Paragraph", "Reading", "Statute", "parse"]
