"""Exact distributions in a fixed random order: a report counts what the plan says, every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor
from random import Random

SEED = 20261121


def rng(*labels: object) -> Random:
    """A generator of its own for every purpose, so that a new purpose never disturbs an old one."""
    return Random(":".join(map(str, (SEED, *labels))))


def shares(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot give {least} to each of {len(weights)}")
    exact = [spare * weight / sum(weights) for weight in weights]
    counts = [floor(value) for value in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: (counts[i] - exact[i], i))
    for index in by_rest[: spare - sum(counts)]:
        counts[index] += 1
    return [least + count for count in counts]


def deck[T](total: int, weights: Mapping[T, float], random: Random) -> list[T]:
    """Every value as often as its share says, shuffled."""
    counts = shares(total, list(weights.values()))
    cards = [value for value, count in zip(weights, counts, strict=True) for _ in range(count)]
    random.shuffle(cards)
    return cards
