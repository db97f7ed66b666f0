"""Letters: numbered paper about one record, from being issued until its signed scan lies in the file."""

from .paper import paper

__all__ = ["paper"]
