"""The functions of template.yaml in this process, called as Lambda calls them and reloaded when their code changes.

One lock per function: Lambda gives an environment one event at a time, and the handlers count on it. Events and answers
go through JSON, so that nothing passes here that could not pass there.
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from ghirbal.domain.ids import new_token_id
from ghirbal_tools.template import PSEUDO, ROOT, Template

OWN_CODE = ("ghirbal", "functions")
"""Packages that are loaded anew after a change; `ghirbal_tools`, which is running, is not among them."""

Handler = Callable[[dict[str, Any], "Context"], object]


class FunctionError(Exception):
    """The function raised; its own error is the cause, and was printed as Lambda would have logged it."""


@dataclass(slots=True)
class Context:
    """What Lambda passes beside the event."""

    function_name: str
    memory_limit_in_mb: int
    timeout: int
    function_version: str = "$LATEST"
    log_stream_name: str = "local"
    aws_request_id: str = field(default_factory=new_token_id)
    began: float = field(default_factory=time.monotonic)

    @property
    def log_group_name(self) -> str:
        """Where the log would go."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def invoked_function_arn(self) -> str:
        """The function's address."""
        return function_arn(self.function_name)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds left until Lambda would stop the function."""
        return max(0, int((self.began + self.timeout - time.monotonic()) * 1000))


@dataclass(frozen=True, slots=True)
class Definition:
    """A function as the template describes it: `module` has its `handler`."""

    name: str
    module: str
    timeout: int = 10
    memory: int = 1024


def function_arn(name: str) -> str:
    """The address a function would have."""
    return f"arn:aws:lambda:{PSEUDO['AWS::Region']}:{PSEUDO['AWS::AccountId']}:function:{name}"


def definitions_of(template: Template) -> tuple[Definition, ...]:
    """Every AWS::Serverless::Function: `Handler: submit_api.app.handler` is `functions.submit_api.app` here."""
    return tuple(
        Definition(
            name=name,
            module="functions." + str(properties["Handler"]).removesuffix(".handler"),
            timeout=int(template.function_setting(name, "Timeout") or 3),
            memory=int(template.function_setting(name, "MemorySize") or 128),
        )
        for name, properties in template.resources("AWS::Serverless::Function")
    )


class Functions:
    """Loads, calls and reloads functions."""

    def __init__(
        self, definitions: Iterable[Definition], root: Path = ROOT, own_code: Iterable[str] = OWN_CODE
    ) -> None:
        """`root` holds `functions/` and is put on the import path; `own_code` is what a reload loads anew."""
        self._own_code = tuple(own_code)
        self._definitions = {definition.name: definition for definition in definitions}
        self._locks = {name: threading.Lock() for name in self._definitions}
        self._handlers: Mapping[str, Handler] = {}
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))

    def load(self) -> None:
        """Import every handler. Raises what the code raises while it is imported."""
        self._handlers = {
            name: importlib.import_module(definition.module).handler
            for name, definition in self._definitions.items()
        }

    def reload(self) -> None:
        """Import all own code anew; on an error the old code stays in use and the error is raised."""
        old = forget(self._own_code)
        importlib.invalidate_caches()
        try:
            self.load()
        except BaseException:
            forget(self._own_code)
            sys.modules.update(old)
            raise

    def invoke(self, name: str, event: Mapping[str, Any]) -> object:
        """Call a function. Raises FunctionError, and KeyError for a name the template does not have."""
        definition = self._definitions[name]
        message = json.loads(json.dumps(event))
        with self._locks[name]:
            context = Context(name, definition.memory, definition.timeout)
            try:
                answer = self._handlers[name](message, context)
                return json.loads(json.dumps(answer))
            except Exception as error:
                traceback.print_exc(file=sys.stderr)
                raise FunctionError(f"{name}: {type(error).__name__}") from error


def forget(packages: Iterable[str]) -> dict[str, ModuleType]:
    """Take the modules of these packages out of the import system, and answer them."""
    roots = tuple(packages)
    names = [name for name in sys.modules if name.partition(".")[0] in roots]
    return {name: sys.modules.pop(name) for name in names}


def watch(
    folders: Iterable[Path],
    changed: Callable[[], None],
    stop: threading.Event,
    every: float = 0.5,
    known: Mapping[Path, int] | None = None,
) -> None:
    """Call `changed` whenever a file below the folders has another time than before, until `stop` is set.

    `known` are the times when the code was loaded: what changed between then and now counts too.
    """
    roots = list(folders)
    known = times_of(roots) if known is None else known
    while not stop.wait(every):
        current = times_of(roots)
        if current != known:
            known = current
            changed()


def times_of(folders: Iterable[Path]) -> dict[Path, int]:
    """When each source or data file below the folders was last written, in nanoseconds."""
    times: dict[Path, int] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".json", ".tsv", ".txt", ".bin"):
                try:
                    times[path] = path.stat().st_mtime_ns
                except OSError:
                    continue  # removed in this moment: it is no longer there, which is a change of its own
    return times


def environment_of(template: Template) -> dict[str, str]:
    """One environment for all functions, which share this process.

    Raises ValueError when two functions want a variable of ours to differ: one process can't hold both.
    """
    together: dict[str, str] = {}
    for name, _ in template.resources("AWS::Serverless::Function"):
        for key, value in template.function_environment(name).items():
            if together.setdefault(key, value) != value and not key.startswith("POWERTOOLS_SERVICE"):
                raise ValueError(f"{name} wants {key}={value}, another function {together[key]}")
    return together
