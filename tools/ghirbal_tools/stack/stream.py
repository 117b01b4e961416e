"""The pump in the place of the emulator's own stream mapping, which ignores `batchItemFailures`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.config import Config

from ghirbal_tools.dev.delivery import Delivery, mapping_of
from ghirbal_tools.dev.discards import BucketDiscards
from ghirbal_tools.dev.pump import Pump
from ghirbal_tools.stack.deploy import Cloud
from ghirbal_tools.template import Template

ALIAS = "live"


class Functions:
    """Calls the deployed functions through the Lambda API, by the names the stack gave them."""

    def __init__(self, cloud: Cloud, names: Mapping[str, str]) -> None:
        """`names`: logical id -> physical name."""
        once = Config(read_timeout=70, retries={"total_max_attempts": 1})
        self._client = cloud.session().client("lambda", endpoint_url=cloud.endpoint, config=once)
        self._names = names

    def invoke(self, function: str, event: Mapping[str, Any]) -> object:
        """Call a function's alias. Raises RuntimeError when the function raised."""
        answer = self._client.invoke(
            FunctionName=self._names[function], Qualifier=ALIAS, Payload=json.dumps(event).encode()
        )
        if answer.get("FunctionError"):
            raise RuntimeError(f"{function}: {answer['FunctionError']}")
        return json.loads(answer["Payload"].read() or b"null")

    def environment(self, function: str) -> dict[str, str]:
        """The variables a function was deployed with."""
        found = self._client.get_function_configuration(FunctionName=self._names[function], Qualifier=ALIAS)
        return {str(key): str(value) for key, value in found["Environment"]["Variables"].items()}


@contextmanager
def pumping(
    cloud: Cloud,
    template: Template,
    outputs: Mapping[str, str],
    functions: Functions,
    log: Callable[[str], None],
) -> Iterator[Pump]:
    """Switch the emulator's mapping off and deliver in its place, with the template's own settings, until the end."""
    session = cloud.session()
    lambdas = session.client("lambda", endpoint_url=cloud.endpoint)
    lambdas.update_event_source_mapping(UUID=outputs["StreamMapping"], Enabled=False)
    stop = threading.Event()
    settings = mapping_of(template, "StreamMapping")
    discards = BucketDiscards(
        session.client("s3", endpoint_url=cloud.endpoint),
        outputs["StreamFailureBucket"],
        function=outputs["StreamFunction"],
        mapping=outputs["StreamMapping"],
    )
    delivery = Delivery(
        lambda event: functions.invoke("Stream", event),
        settings,
        discards,
        stream=outputs["TableStream"],
        wait=stop.wait,
    )
    streams = session.client("dynamodbstreams", endpoint_url=cloud.endpoint)
    pump = Pump(streams, outputs["TableStream"], delivery, batch_size=settings.batch_size)
    thread = threading.Thread(target=pump.run, args=(stop,), kwargs={"log": log}, name="pump", daemon=True)
    thread.start()
    try:
        yield pump
    finally:
        stop.set()
        thread.join(10)
