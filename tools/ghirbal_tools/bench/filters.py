"""Run by the peers' own interpreter, which has nothing of ours: texts in, flags and milliseconds of each filter out.

`python filters.py NAME` reads a JSON list of texts and prints `{"flags": […], "ms": […]}`, one entry a text.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable


def better_profanity() -> Callable[[str], bool]:
    """Lists of English words, with letters for others."""
    from better_profanity import profanity  # type: ignore[import-not-found]

    return lambda text: bool(profanity.contains_profanity(text))


def alt_profanity_check() -> Callable[[str], bool]:
    """A linear model of English comments."""
    from profanity_check import predict  # type: ignore[import-not-found]

    return lambda text: bool(predict([text])[0])


def arabic_toxic() -> Callable[[str], bool]:
    """A linear model of Arabic posts, with several labels."""
    from arabic_toxic import is_toxic  # type: ignore[import-not-found]

    return lambda text: bool(is_toxic(text))


FILTERS = {
    "better-profanity": better_profanity,
    "alt-profanity-check": alt_profanity_check,
    "arabic-toxic": arabic_toxic,
}


def main() -> int:
    """Judge every text once, after one that is not counted."""
    judge = FILTERS[sys.argv[1]]()
    judge("first")
    flags, ms = [], []
    for text in json.load(sys.stdin):
        began = time.process_time()
        flags.append(judge(text))
        ms.append((time.process_time() - began) * 1e3)
    json.dump({"flags": flags, "ms": ms}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
