"""ODK Validate over many XForms in one Java: `python -m tests.interop.validate FILE...`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from .java import run


def validate(files: Iterable[Path]) -> dict[Path, list[str]]:
    """What is wrong with each; a form that passes has no message."""
    asked = list(files)
    said = run("Validate", (str(path.resolve()) for path in asked))
    return {
        path: [] if one["valid"] else one["messages"] or ["no verdict"]
        for path, one in zip(asked, said, strict=True)
    }


def main(names: Iterable[str]) -> int:
    found = validate(map(Path, names))
    for path, messages in found.items():
        print(path, *(messages or ["valid"]), sep="\n    ")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
