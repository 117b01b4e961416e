"""Recounting: every comment of the last days is counted again as the stream would have counted it (case 59).

Row K says what the counters hold of a comment, so counting again adds what a lost record left out and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ghirbal.ports.comments import Comments
from ghirbal.ports.jobs import Job, JobState, PastSlice, Results
from ghirbal.ports.stream import Counters
from ghirbal.usecases.projecting.project import count

MOST_PAGES = 5_000
"""Articles whose shown count is compared at the end: their ids are 130 KB of the job's row."""

PAGES_A_STEP = 10


@dataclass(frozen=True, slots=True)
class Recount:
    """Repairs counters, then compares each article's with its comments. A `JobWork` of `usecases.jobs`."""

    comments: Comments
    counters: Counters
    results: Results

    def take(self, job: Job, found: PastSlice, now: int) -> Job:
        """Count these comments; those whose row K was behind were repaired."""
        del now
        figures = job.figures or {"counted": 0, "repaired": 0, "pages": [], "compared": 0, "differing": []}
        known = self.counters.counted([(comment.site, comment.id) for comment in found.comments])
        behind = [
            comment
            for comment in found.comments
            if (row := known.get((comment.site, comment.id))) is None or row.version < comment.version
        ]
        count(behind, self.counters)
        pages = dict.fromkeys([*figures["pages"], *(comment.page for comment in found.comments)])
        return replace(
            job,
            figures={
                **figures,
                "counted": figures["counted"] + len(found.comments),
                "repaired": figures["repaired"] + len(behind),
                "pages": list(pages)[:MOST_PAGES],
            },
        )

    def finish(self, job: Job, now: int) -> Job:
        """Compare some articles; done when none is left. What still differs is told, and never guessed away."""
        figures = job.figures
        pages = list(figures.get("pages", ()))
        differing = [*figures.get("differing", ()), *(self._differing(job.site, pages[:PAGES_A_STEP]))]
        compared = figures.get("compared", 0) + len(pages[:PAGES_A_STEP])
        figures = {**figures, "pages": pages[PAGES_A_STEP:], "compared": compared, "differing": differing}
        if figures["pages"]:
            return replace(job, figures=figures)
        summary = json.dumps(told(figures), ensure_ascii=False)
        key = self.results.put(job.site, job.id, "result.json", summary)
        return replace(job, figures=figures, state=JobState.DONE, updated=now, progress=100, result=key)

    def _differing(self, site: str, pages: list[str]) -> list[dict[str, Any]]:
        found = []
        for page in pages:
            shown, real = self.comments.head(site, page), self.counters.recount(site, page)
            if (shown.all, shown.roots) != (real.all, real.roots):
                found.append({"page": page, "shown": shown.all, "counted": real.all})
        return found


def told(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without the list of articles still to be compared."""
    return {name: value for name, value in figures.items() if name != "pages"}
