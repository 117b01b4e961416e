"""The `ghirbal` command: each subcommand is a module with `main(argv) -> exit code`, imported when it is called."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence

from ghirbal import __version__
from ghirbal.domain.errors import GhirbalError

COMMANDS = {
    "bench": ("ghirbal_tools.bench.command", "measure speed and memory beside what one would take instead"),
    "check": ("ghirbal_tools.check", "judge texts and print one JSON object a line"),
    "cost": (
        "ghirbal_tools.cost.command",
        "write docs/cost.md from the counted units, or check that it is current",
    ),
    "dev": ("ghirbal_tools.dev.main", "run the whole service here, with an embedded AWS"),
    "erase": ("ghirbal_tools.erasing.command", "show, copy and erase what is stored of a reader"),
    "evaluate": ("ghirbal_tools.evaluate", "measure the engine on labelled data"),
    "export": ("ghirbal_tools.exporting.command", "write a site's comments to a file"),
    "import": ("ghirbal_tools.importing.command", "import comments of another system"),
    "front": ("ghirbal_tools.front", "publish the console and the widget of a stack"),
    "flood": ("ghirbal_tools.flood", "flood one article of a real engine, and tell who noticed"),
    "lexicon": ("ghirbal_tools.lexicon", "compile the word lists, or check that they are current"),
    "openapi": ("ghirbal_tools.openapi", "write docs/openapi.json, or check that it is current"),
    "pages": ("ghirbal_tools.moving.command", "let threads follow articles to other addresses"),
    "policy": ("ghirbal_tools.policy", "lint a policy document, or try it on texts"),
    "replay": ("ghirbal_tools.replay", "deliver the stream's failed records again"),
    "retention": ("ghirbal_tools.retention", "take the words out of what was rejected or deleted long ago"),
    "soak": ("ghirbal_tools.soak", "post many texts into a real engine and replay its stream"),
    "site": ("ghirbal_tools.site", "create, show and change sites, add moderators"),
    "train": ("ghirbal_tools.train", "train the model from labelled data"),
    "webhooks": ("ghirbal_tools.webhooks", "count and replay webhook calls that were given up"),
}


def usage() -> str:
    """The list of subcommands."""
    lines = [f"  {name:<10} {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: ghirbal COMMAND …   (ghirbal COMMAND --help tells more, ghirbal --version which this is)",
            "",
            *lines,
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; 1 when it failed in a way that it did not foresee, 2 for an unknown one, 130 after Ctrl-C.

    Whatever a user can do wrong ends in a sentence; GHIRBAL_DEBUG=1 shows the traceback instead.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help"):
        print(usage())
        return 0 if given else 2
    if given[0] in ("-V", "--version"):
        print(f"ghirbal {__version__}")
        return 0
    name, *rest = given
    if name not in COMMANDS:
        print(f"ghirbal: no command is called {name!r}{_meant(name)}\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return int(importlib.import_module(COMMANDS[name][0]).main(rest))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:
        if os.environ.get("GHIRBAL_DEBUG"):
            raise
        print(f"ghirbal {name}: {told(error)}", file=sys.stderr)
        return 1


def _meant(name: str) -> str:
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def told(error: Exception) -> str:
    """A failure as a sentence: what, where, and what to do, as far as the error knows.

    >>> told(FileNotFoundError(2, "No such file or directory", "comments.jsonl"))
    'comments.jsonl: No such file or directory'
    """
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, GhirbalError):
        why = getattr(error, "cause", "") or error.details.get("why", "")
        return f"the service's store or secret did not answer as expected: {error.code} {why}".rstrip()
    if type(error).__module__.startswith("botocore"):
        return f"AWS says: {error} (AWS_ENDPOINT_URL, credentials and region come from the environment)"
    return f"{type(error).__name__}: {error} (GHIRBAL_DEBUG=1 shows where)"


if __name__ == "__main__":
    sys.exit(main())
