"""Tests of answers in tables: columns, cells, messy rosters, sheets written and read back."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.checking")
