"""Form semantics: what the expressions of a form do to its answers, the same at every door."""

from .evaluation import Setting, evaluate
from .outcome import Outcome, Told
from .program import Program, program_of

__all__ = ["Outcome", "Program", "Setting", "Told", "evaluate", "program_of"]
