"""Signed calls to addresses that site owners chose."""
