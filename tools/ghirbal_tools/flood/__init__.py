"""`ghirbal flood`: a flood on one article, an obituary crowd and honest traffic, through the real handlers."""

from ghirbal_tools.flood.command import main

__all__ = ["main"]
