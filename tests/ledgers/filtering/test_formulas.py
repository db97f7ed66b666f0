"""The algebra of conditions: sets of one column are put together, and nothing is lost on the way."""

from __future__ import annotations

from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from ledgers.filtering.formulas import Codes, Opaque, Span, both, codes, either, opposite, size
from ledgers.filtering.sources import Numbers

SOURCE = Numbers("n1")
WORDS = (None, "a", "b", "ab")
leaves = st.one_of(
    st.booleans(),
    st.builds(
        Codes, st.just("c1"), st.frozensets(st.sampled_from(WORDS), min_size=1), st.booleans()
    ),
    st.builds(
        lambda low, size, null: Span(SOURCE, ((low, low + size),), null),
        st.integers(-3, 3), st.integers(0, 3), st.booleans(),
    ),
    st.builds(
        lambda part, way: Opaque("c1", Q(c1__regex=part), lambda text: part in text, way),
        st.sampled_from("ab"), st.booleans(),
    ),
)  # fmt: skip
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda *parts: ("and", parts), inner, inner, inner),
        st.builds(lambda *parts: ("or", parts), inner, inner),
        st.builds(lambda part: ("not", (part,)), inner),
    ),
    max_leaves=12,
)


def made(tree):
    """The formula, put together by the algebra."""
    if not isinstance(tree, tuple):
        return tree
    parts = [made(part) for part in tree[1]]
    return {"and": both, "or": either, "not": opposite}[tree[0]](*parts)


def holds(tree, word, number):
    """What it means for one row."""
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, Codes):
        return tree.has(word)
    if isinstance(tree, Span):
        inside = number is not None and any(low <= number <= high for low, high in tree.ranges)
        return tree.null if number is None else inside
    if isinstance(tree, Opaque):
        return word is not None and tree.holds(word)
    op, parts = tree if isinstance(tree, tuple) else ("and" if tree.every else "or", tree.parts)
    found = [holds(part, word, number) for part in parts]
    return not found[0] if op == "not" else (all if op == "and" else any)(found)


@given(formulas)
def test_the_algebra_keeps_the_meaning(tree):
    """For NULL an opaque test means nothing, so only rows with a word are asked."""
    found = made(tree)
    for word in WORDS[1:]:
        for number in (None, *range(-4, 8)):
            assert holds(found, word, number) == holds(tree, word, number)


def test_sets_of_one_column_are_one_comparison():
    assert both(codes("c1", "a", "b"), codes("c1", "b")) == codes("c1", "b")
    assert either(codes("c1", "a"), codes("c1", "b")) == codes("c1", "a", "b")
    assert both(codes("c1", "a"), codes("c1", "b")) is False
    assert either(codes("c1", "a"), opposite(codes("c1", "a"))) is True
    assert size(both(Span(SOURCE, ((1, 9),)), Span(SOURCE, ((3, 12),)))) == 1


def test_a_test_is_settled_on_the_few_values_that_are_left():
    begins = Opaque("c1", Q(c1__regex="^a"), lambda text: text[0] == "a")
    assert both(codes("c1", "ab", "b"), begins) == codes("c1", "ab")
    assert either(opposite(codes("c1", "ab", "b")), begins) == opposite(codes("c1", "b"))
