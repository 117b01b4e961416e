"""`ghirbal soak`: many real texts over HTTP into a real engine, and its stream replayed the hard way."""

from ghirbal_tools.soak.command import main

__all__ = ["main"]
