"""A second process in the house that runs small scripts: starting Django anew costs four seconds each."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.conftest import ROOT

LOOP = """
import json, sys
sys.path[:0] = ["site", "."]
say, sys.stdout = sys.stdout, sys.stderr
import django
django.setup()
for line in sys.stdin:
    script, names = json.loads(line)
    exec(script, names)
    print(json.dumps(names["answer"]), file=say, flush=True)
"""


class Hands:
    """Started by the first script; a script that fails ends them, and its traceback is on stderr."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def run(self, script: str, **names: Any) -> Any:
        """What the script leaves under the name `answer`."""
        if self.process is None:
            self.process = self._started()
        assert self.process.stdin and self.process.stdout
        print(json.dumps([script, names]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "the script failed"
        return json.loads(answer)

    def end(self) -> None:
        if self.process is not None:
            try:
                self.process.communicate(timeout=20)
            finally:
                self.process.kill()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", LOOP],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
