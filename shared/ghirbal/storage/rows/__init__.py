"""Rows as values and values as rows: one module a kind of row, no calls."""
