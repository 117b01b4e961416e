"""Loads, run by hand: figures for the docs, no tests."""
