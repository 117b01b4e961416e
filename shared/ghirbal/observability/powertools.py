"""Powertools' logger and metrics as this process has them. `logs` imports this at the first line or count only.

A list or a form needs neither, and the import costs a sixth of what a client does.
"""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from ghirbal.observability.logs import NAMESPACE, json_line


class QuietMetrics(Metrics):
    """Powertools' metrics, which warn when a call counted nothing."""

    def flush_metrics(self, raise_on_empty_metrics: bool = False) -> None:
        """Write what was counted, if anything was."""
        if self.metric_set:
            super().flush_metrics(raise_on_empty_metrics=raise_on_empty_metrics)
            self.clear_metrics()


@cache
def logger() -> Logger:
    """The process's logger: one JSON object a line, Arabic unescaped, UTC."""
    return Logger(json_serializer=json_line, utc=True, use_rfc3339=True)


@cache
def metrics() -> Metrics:
    """The process's metrics; `flush_metrics` at the end of a call writes them."""
    return QuietMetrics(namespace=NAMESPACE)


def add(name: str, value: float) -> None:
    """Add to a metric."""
    metrics().add_metric(name=name, unit=MetricUnit.Count, value=value)
