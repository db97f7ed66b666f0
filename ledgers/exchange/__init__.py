"""Rows of a file become records and records become rows: looked at, written by the gate, undone whole."""
