"""Runs the classes beside it on JavaRosa, which pyxform carries inside ODK Validate."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPTIONS = (
    "-Duser.timezone=Asia/Shanghai",
    "-Duser.language=zh",
    "-Duser.country=CN",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
)


def jar() -> Path:
    """ODK Validate, wherever pyxform is installed."""
    import pyxform

    return Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"


def run(name: str, lines: Iterable[str]) -> list[dict[str, Any]]:
    """The lines of JSON that a class prints for lines given to it, all in one machine."""
    command = ["java", *OPTIONS, "--class-path", str(jar()), str(HERE / f"{name}.java")]
    given = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]
