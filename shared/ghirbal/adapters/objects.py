"""Leaving results in an S3 bucket, below the site's own prefix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghirbal.adapters.aws import AwsAdapter, unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Results(AwsAdapter["S3Client"]):
    """`ports.jobs.Results` by S3."""

    service = "s3"
    read_seconds = 5

    def __init__(self, bucket: str, client: S3Client | None = None) -> None:
        """`client` is made on first use when none is given."""
        self._bucket = bucket
        super().__init__(client)

    def put(self, site: str, job_id: str, name: str, text: str) -> str:
        """Write `sites/<site>/jobs/<job>/<name>` and answer its key. Raises GhirbalError("results-unavailable")."""
        key = f"sites/{site}/jobs/{job_id}/{name}"
        with unavailable("results-unavailable"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=text.encode(),
                ContentType="application/json; charset=utf-8",
            )
        return key
