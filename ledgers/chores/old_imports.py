"""Tables that were brought go once they can be taken back no more; what was written from them stays."""

from __future__ import annotations

from ..exchange import forgetting
from ..worker import Work, background, every


@every("03:45")
@background("清理导入过的原表")
def old_imports(work: Work) -> None:
    found = forgetting.old()
    for done, batch in enumerate(found, 1):
        forgetting.forget(batch)
        work.checkpoint(batch.pk)
        work.progress(done, len(found))
