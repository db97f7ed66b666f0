"""Uploads that were never sent with a form go after a week, rows and bytes."""

from __future__ import annotations

from ..keeping import uploads
from ..worker import Work, background, every


@every("03:55")
@background("清理没有用上的照片和文件")
def old_uploads(work: Work) -> None:
    """Those let go the night before are removed, then others are let go."""
    done, total = 0, uploads.leaving().count()
    while found := list(uploads.leaving()[: uploads.AT_ONCE]):
        uploads.remove(found)
        done += len(found)
        work.checkpoint(done)
        work.progress(done, total)
    uploads.let_go()
