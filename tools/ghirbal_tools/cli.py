"""The `ghirbal` command: each subcommand is a module with `main(argv) -> exit code`, imported when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "check": ("ghirbal_tools.check", "judge texts and print one JSON object a line"),
    "dev": ("ghirbal_tools.dev.main", "run the whole service here, with an embedded AWS"),
    "evaluate": ("ghirbal_tools.evaluate", "measure the engine on labelled data"),
    "flood": ("ghirbal_tools.flood", "flood one article of a real engine, and tell who noticed"),
    "openapi": ("ghirbal_tools.openapi", "write docs/openapi.json, or check that it is current"),
    "policy": ("ghirbal_tools.policy", "lint a policy document, or try it on texts"),
    "replay": ("ghirbal_tools.replay", "deliver the stream's failed records again"),
    "soak": ("ghirbal_tools.soak", "post many texts into a real engine and replay its stream"),
    "site": ("ghirbal_tools.site", "create and list sites, add moderators"),
    "train": ("ghirbal_tools.train", "train the model from labelled data"),
    "webhooks": ("ghirbal_tools.webhooks", "count and replay webhook calls that were given up"),
}


def usage() -> str:
    """The list of subcommands."""
    lines = [f"  {name:<10} {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: ghirbal COMMAND …   (ghirbal COMMAND --help tells more)", "", *lines])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; 2 for an unknown one, 130 after Ctrl-C."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help"):
        print(usage())
        return 0 if given else 2
    name, *rest = given
    if name not in COMMANDS:
        print(f"ghirbal: no command is called {name!r}\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return int(importlib.import_module(COMMANDS[name][0]).main(rest))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
