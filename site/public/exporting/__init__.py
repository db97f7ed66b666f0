"""The public site as a folder of files that any file server shows."""

from public.exporting.folder import Export

__all__ = ["Export"]
