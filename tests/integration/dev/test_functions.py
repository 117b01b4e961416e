"""Functions loaded from a folder, called as Lambda calls them, and reloaded when their code changes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ghirbal_tools import template as templates
from ghirbal_tools.dev.functions import Definition, FunctionError, Functions, definitions_of, forget, watch

HANDLER = """
import helper_of_ghirbal_tests

def handler(event, context, deps=None):
    if event.get("raise"):
        raise RuntimeError("broken")
    if event.get("odd"):
        return {1, 2}
    return {
        "says": helper_of_ghirbal_tests.WORD,
        "left": context.get_remaining_time_in_millis(),
        "arn": context.invoked_function_arn,
    }
"""
SLOW_HANDLER = """
import time

busy = most = 0

def handler(event, context, deps=None):
    global busy, most
    busy += 1
    most = max(most, busy)
    time.sleep(0.02)
    busy -= 1
    return most
"""
OWN = ("functions", "helper_of_ghirbal_tests")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A project with one function; the real `functions` package is put back afterwards."""
    folder = tmp_path / "functions" / "echo"
    folder.mkdir(parents=True)
    (folder / "app.py").write_text(HANDLER, encoding="utf-8")
    (tmp_path / "helper_of_ghirbal_tests.py").write_text("WORD = 'first'", encoding="utf-8")
    real, path = forget(OWN), list(sys.path)
    yield tmp_path
    sys.path[:] = path
    forget(OWN)
    sys.modules.update(real)


@pytest.fixture
def functions(root: Path) -> Functions:
    loaded = Functions([Definition("Echo", "functions.echo.app", timeout=3)], root, own_code=OWN)
    loaded.load()
    return loaded


def test_a_handler_is_called_with_event_and_context(functions: Functions) -> None:
    answer = functions.invoke("Echo", {})
    assert isinstance(answer, dict)
    assert answer["says"] == "first"
    assert 2000 < answer["left"] <= 3000
    assert answer["arn"].endswith(":function:Echo")


@pytest.mark.parametrize("event", [{"raise": True}, {"odd": True}])
def test_a_handler_that_fails_or_answers_no_json_is_a_function_error(
    functions: Functions, event: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FunctionError, match="Echo"):
        functions.invoke("Echo", event)
    assert "Traceback" in capsys.readouterr().err


def test_changed_code_is_used_after_a_reload(functions: Functions, root: Path) -> None:
    (root / "helper_of_ghirbal_tests.py").write_text("WORD = 'second, and longer'", encoding="utf-8")
    functions.reload()
    answer = functions.invoke("Echo", {})
    assert isinstance(answer, dict)
    assert answer["says"] == "second, and longer"


def test_code_that_does_not_load_leaves_the_old_one_in_use(functions: Functions, root: Path) -> None:
    (root / "helper_of_ghirbal_tests.py").write_text("WORD = ", encoding="utf-8")
    with pytest.raises(SyntaxError):
        functions.reload()
    answer = functions.invoke("Echo", {})
    assert isinstance(answer, dict)
    assert answer["says"] == "first"


def test_one_function_handles_one_event_at_a_time(functions: Functions, root: Path) -> None:
    (root / "functions" / "echo" / "app.py").write_text(SLOW_HANDLER, encoding="utf-8")
    functions.reload()
    threads = [threading.Thread(target=functions.invoke, args=("Echo", {})) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert functions.invoke("Echo", {}) == 1


def test_a_change_of_a_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    stop, changed = threading.Event(), threading.Event()
    thread = threading.Thread(target=watch, args=([tmp_path], changed.set, stop, 0.02))
    thread.start()
    time.sleep(0.1)
    assert not changed.is_set()
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    assert changed.wait(5)
    stop.set()
    thread.join()


def test_the_templates_functions_are_found_with_their_limits() -> None:
    found = {definition.name: definition for definition in definitions_of(templates.load())}
    assert found["SubmitApi"].module == "functions.submit_api.app"
    assert found["Stream"].timeout > found["SubmitApi"].timeout
