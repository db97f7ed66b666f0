"""New workbooks (`.xlsx`, `.xlsm`): read by us as they stream, for no parser that we know is thrifty."""

from .book import read

__all__ = ["read"]
