"""Tests of the question types, their examples above all."""
