"""Synthetic data to show and measure with: the one package that may speak of a pack's field."""
