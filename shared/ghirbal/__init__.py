"""Ghirbal: comments for Arabic news sites, judged before anyone sees them."""
