"""What a function is: its name, how many arguments it takes, how it is run, who else can run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MANY = 1000


@dataclass(frozen=True, slots=True)
class Function:
    """`run(env, *values)` gives the value; `tier` 3 is read and exported, never evaluated.

    `server`: the browser leaves it to the server. `steady`: the same arguments give the same value.
    """

    name: str
    low: int
    high: int
    run: Callable[..., Any] | None
    tier: int = 1
    server: bool = False
    steady: bool = True

    @property
    def arity(self) -> str:
        """How many, in words."""
        if self.high >= MANY:
            return f"至少{self.low}项" if self.low else "任意多项"
        return f"{self.low}项" if self.low == self.high else f"{self.low}到{self.high}项"


FUNCTIONS: dict[str, Function] = {}
UNPORTABLE: dict[str, str] = {
    "floor": "写成“int(…)”，负数另外减 1",
    "ceiling": "写成“int(…) + 1”，整数除外",
    "trim": "写成“normalize-space(…)”",
    "sign": "写成“if(… > 0, 1, if(… < 0, -1, 0))”",
    "plus": "写成“a + b”",
    "difference-in-months": "用年月相减：“format-date(…, '%Y') * 12 + format-date(…, '%n')”",
    "add-date": "写成“date(日期 + 天数)”",
    "parse-timestamp-to-date": "写成“date(…)”",
    "z-score": "在另一处算好，作为一题填进来",
}
"""Functions of other products, and the portable way to write them."""


def function(
    name: str,
    low: int,
    high: int | None = None,
    *,
    tier: int = 1,
    server: bool = False,
    steady: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers the function below it; `high` is `low` unless said otherwise."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        most = low if high is None else high
        FUNCTIONS[name] = Function(name, low, most, run, tier, server, steady)
        return run

    return register


def unevaluated(name: str, low: int, high: int) -> None:
    """Registers a function that is only carried along."""
    FUNCTIONS[name] = Function(name, low, high, None, tier=3)
