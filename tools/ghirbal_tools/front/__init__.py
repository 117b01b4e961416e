"""Console and widget as a deployment serves them: `ghirbal front`."""

from ghirbal_tools.front.command import main

__all__ = ["main"]
