"""Old workbooks (`.xls`): looked over, put into a clean container, then parsed by calamine."""

from .book import OLE, read

__all__ = ["OLE", "read"]
