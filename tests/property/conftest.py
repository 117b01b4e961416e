"""The longer run of `make fuzz`: the same properties, many more examples, others each time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("fuzz", max_examples=3_000, deadline=None, derandomize=False)
