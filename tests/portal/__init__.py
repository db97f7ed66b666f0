"""Tests of what everybody sees: the look, the page templates, the public front page."""
