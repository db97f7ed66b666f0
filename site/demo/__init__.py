"""Synthetic data for demonstrations and measurements: the one package that may speak of a pack's field."""
