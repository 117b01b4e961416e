"""The bodies of the routes of jobs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ghirbal.http.bodies.base import Body


class JobBody(Body):
    """POST …/jobs: a dry run of a saved policy version, or a recount, over the last days."""

    kind: Literal["dry-run", "recount"]
    days: Annotated[int, Field(ge=1, le=90, strict=True)]
    version: Annotated[int, Field(ge=0, lt=10**6, strict=True)] = 0
