"""In which order values are settled, and which of them wait for one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def ordered(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """(every name after what it rests on, the rings of names that rest on one another).

    Names keep their order where nothing says otherwise; iterative, so that a chain of thousands holds.
    A name closes one ring at most: where all wait for all, there are as many rings as names.
    """
    done: dict[str, bool] = {}
    order: list[str] = []
    rings: list[tuple[str, ...]] = []
    for start in needs:
        _visit(start, needs, done, order, rings)
    return order, rings


def _visit(
    start: str,
    needs: Mapping[str, Iterable[str]],
    done: dict[str, bool],
    order: list[str],
    rings: list[tuple[str, ...]],
) -> None:
    if start in done:
        return
    done[start] = False
    path, closed = [start], set[str]()
    waiting = [iter(sorted(needs[start]))]
    while path:
        following = next(waiting[-1], None)
        if following is None:
            order.append(path[-1])
            done[path.pop()] = True
            waiting.pop()
        elif following not in done:
            done[following] = False
            path.append(following)
            waiting.append(iter(sorted(needs.get(following, ()))))
        elif not done[following] and path[-1] not in closed:
            closed.add(path[-1])
            rings.append(tuple(path[path.index(following) :]))
