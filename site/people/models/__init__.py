"""The tables of the app, one small module each."""

from people.models.access import AccessPass, CodeTries, TrustedPhone
from people.models.body import Body
from people.models.event import AccountEvent
from people.models.place import Place, PlaceName
from people.models.post import Post
from people.models.stamp import TreeStamp
from people.models.user import User

__all__ = [
    "AccessPass",
    "AccountEvent",
    "Body",
    "CodeTries",
    "Place",
    "PlaceName",
    "Post",
    "TreeStamp",
    "TrustedPhone",
    "User",
]
