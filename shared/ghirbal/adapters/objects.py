"""Leaving results in an S3 bucket, below the site's own prefix."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ghirbal.domain.errors import GhirbalError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Results:
    """`ports.jobs.Results` by S3."""

    def __init__(self, bucket: str, client: S3Client | None = None) -> None:
        """`client` is made on first use when none is given."""
        self._bucket = bucket
        self._given = client

    @cached_property
    def _client(self) -> S3Client:
        if self._given is not None:
            return self._given
        import boto3
        from botocore.config import Config

        limits = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": 2})
        return boto3.client("s3", config=limits)

    def put(self, site: str, job_id: str, name: str, text: str) -> str:
        """Write `sites/<site>/jobs/<job>/<name>` and answer its key. Raises GhirbalError("results-unavailable")."""
        from botocore.exceptions import BotoCoreError, ClientError

        key = f"sites/{site}/jobs/{job_id}/{name}"
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=text.encode(),
                ContentType="application/json; charset=utf-8",
            )
        except (BotoCoreError, ClientError) as error:
            raise GhirbalError("results-unavailable", why=type(error).__name__) from None
        return key
