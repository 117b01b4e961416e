"""Ghirbal: comments for Arabic news sites, judged before anyone sees them."""

__version__ = "0.1.0"
