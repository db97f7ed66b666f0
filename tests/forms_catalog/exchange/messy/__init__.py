"""Rosters as people have them, made on the spot: each case says what must come of its file."""
