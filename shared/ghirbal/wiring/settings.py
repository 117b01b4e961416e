"""What a deployment decides, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

COGNITO_GROUPS = "cognito:groups"
"""Where Cognito puts groups into access tokens."""


class ConfigError(ValueError):
    """A setting is missing or unusable; the message names it and says what it should hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a function; template.yaml gives each function those it needs.

    `audience` are the client ids whose tokens count, `jwks_url` where the issuer's keys are, "" for
    where the issuer itself says. `endpoint` is what stands for AWS in a local stack, "" in the cloud.
    `cdn_secret` is "" without a CDN in front. `console_url` is where moderators work, for links, "" where nobody said.
    `console_origins` are the origins of the moderators' page beside the service's own. `jobs_queue` is a queue's
    address, `results` the bucket that jobs write to, `webhook_queue` the queue of calls to make. `user_pool` is the
    Cognito pool that people are invited to, "" where the issuer is foreign.
    """

    table: str
    bus: str = ""
    secret: str = ""
    public_url: str = ""
    issuer: str = ""
    audience: tuple[str, ...] = ()
    jwks_url: str = ""
    endpoint: str = ""
    groups_claim: str = COGNITO_GROUPS
    scope: str = "comments/moderate"
    mail_from: str = ""
    cdn_secret: str = ""
    console_url: str = ""
    console_origins: tuple[str, ...] = ()
    jobs_queue: str = ""
    results: str = ""
    webhook_queue: str = ""
    user_pool: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Read GHIRBAL_* variables. Raises ConfigError when the table's name is missing.

        >>> Settings.from_env({"GHIRBAL_TABLE": "t", "GHIRBAL_AUDIENCE": "a, b"}).audience
        ('a', 'b')
        """
        table = env.get("GHIRBAL_TABLE", "")
        if not table:
            raise ConfigError("GHIRBAL_TABLE is empty: set it to the name of the comments table")
        return cls(
            table=table,
            bus=env.get("GHIRBAL_BUS", ""),
            secret=env.get("GHIRBAL_SECRET", ""),
            public_url=env.get("GHIRBAL_PUBLIC_URL", "").rstrip("/"),
            issuer=env.get("GHIRBAL_ISSUER", ""),
            audience=tuple(
                part.strip() for part in env.get("GHIRBAL_AUDIENCE", "").split(",") if part.strip()
            ),
            jwks_url=env.get("GHIRBAL_JWKS_URL", ""),
            endpoint=env.get("AWS_ENDPOINT_URL", ""),
            groups_claim=env.get("GHIRBAL_GROUPS_CLAIM") or COGNITO_GROUPS,
            scope=env.get("GHIRBAL_SCOPE") or "comments/moderate",
            mail_from=env.get("GHIRBAL_MAIL_FROM", ""),
            cdn_secret=env.get("GHIRBAL_CDN_SECRET", ""),
            console_url=env.get("GHIRBAL_CONSOLE_URL", ""),
            console_origins=_listed(env.get("GHIRBAL_CONSOLE_ORIGINS", "")),
            user_pool=env.get("GHIRBAL_USER_POOL", ""),
            jobs_queue=env.get("GHIRBAL_JOBS_QUEUE", ""),
            results=env.get("GHIRBAL_RESULTS", ""),
            webhook_queue=env.get("GHIRBAL_WEBHOOK_QUEUE", ""),
        )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
