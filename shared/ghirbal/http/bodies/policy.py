"""The bodies of the policy workbench."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ghirbal.http.bodies.base import Body

MOST = 640_000
"""Bytes: a document of 200,000 in UTF-8 whose Arabic letters, two bytes each, may be sent as \\uXXXX."""

Note = Annotated[str, StringConstraints(max_length=400)]
PolicyNumber = Annotated[int, Field(ge=0, lt=10**6, strict=True)]


class PolicyBody(Body):
    """PUT …/policy: a site's document, checked by the use case, section by section."""

    document: dict[str, Any]
    note: Note = ""


class ActivateBody(Body):
    """POST …/policy/activate; version 0 is the shipped policy alone."""

    version: PolicyNumber
    note: Note = ""


class RollbackBody(Body):
    """POST …/policy/rollback."""

    note: Note = ""


class OverrideBody(Body):
    """PUT …/policy/override: a document, and for how many minutes it is laid over the site's (at most 14 days)."""

    document: dict[str, Any]
    minutes: Annotated[int, Field(ge=1, le=20_160, strict=True)]
    note: Note = ""
