"""The page types of the public site, the kept versions of laws, and the index of the search."""

from public.models.base import PublicPage
from public.models.forms import FormPage
from public.models.index import Gram, Passage
from public.models.law import LawPage, LawVersion
from public.models.notices import EventPage, NewsPage, PolicyPage
from public.models.places import PlacePage
from public.models.plain import AnswerPage, GuidePage, HotlinePage, IndexPage, TopicPage
from public.models.state import Freshness, Shipped

__all__ = [
    "AnswerPage",
    "EventPage",
    "FormPage",
    "Freshness",
    "Gram",
    "GuidePage",
    "HotlinePage",
    "IndexPage",
    "LawPage",
    "LawVersion",
    "NewsPage",
    "Passage",
    "PlacePage",
    "PolicyPage",
    "PublicPage",
    "Shipped",
    "TopicPage",
]
