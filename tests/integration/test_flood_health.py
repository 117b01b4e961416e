"""Which detectors work is told by the service itself, not by one container's memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ghirbal.domain.clock import iso
from ghirbal.domain.verdict import Symbol
from ghirbal.moderation import shipped_policy
from ghirbal.moderation.canary import signs
from ghirbal.moderation.detectors import shipped_detectors
from ghirbal.moderation.reading import Reading
from ghirbal.observability.meter import DetectorMeter
from ghirbal.observability.powertools import metrics
from ghirbal.wiring.deps import judge
from tests.support.world import BROKEN, FINE, World


class Sick:
    """A detector that fails."""

    name = "sick"

    def __call__(self, reading: Reading) -> Iterable[Symbol]:
        raise RuntimeError("its data file is gone")


def test_every_shipped_detector_works_on_the_canary() -> None:
    found = signs(shipped_policy())
    assert [sign.name for sign in found] == [detector.name for detector in shipped_detectors()]
    assert all(sign.works for sign in found)
    hits = {sign.name: sign.hits for sign in found}
    assert hits["links"]
    assert hits["phones"]


def test_a_failing_detector_shows_on_the_canary_and_hides_no_other() -> None:
    found = {sign.name: sign.works for sign in signs(shipped_policy(), [Sick(), *shipped_detectors()])}
    assert found.pop("sick") is False
    assert all(found.values())


def test_health_names_every_detector_and_one_that_failed_on_a_comment(world: World) -> None:
    before = world.moderator().call("GET", "health").json
    assert {one["name"] for one in before["detectors"]} == {d.name for d in shipped_detectors()}
    assert {(one["works"], one["failed"]) for one in before["detectors"]} == {(True, None)}
    held = world.reader().post(f"{FINE} {BROKEN}")
    assert held.json["status"] == "held"
    world.deliver(again=1)
    assert world.memory.reputations.failures("akhbar") == {"marks": world.clock.now}


def test_a_failure_of_a_shipped_detector_shows_with_its_moment(world: World) -> None:
    world.memory.reputations.failed("akhbar", "links", world.clock.now)
    found = world.moderator().call("GET", "health").json["detectors"]
    assert {one["name"]: one["failed"] for one in found if one["failed"]} == {"links": iso(world.clock.now)}


def test_runs_hits_errors_and_time_are_counted_as_metrics() -> None:
    metrics().clear_metrics()
    judge("شاهد https://a.example/x", "", (), shipped_policy())
    DetectorMeter().ran("sick", 0, 0.5, failed=True)
    counted = set(metrics().metric_set)
    metrics().clear_metrics()
    assert {"Detector.links.Runs", "Detector.links.Hits", "Detector.links.Milliseconds"} <= counted
    assert {"Detector.words.Runs", "Detector.sick.Errors", "DetectorErrors"} <= counted
    assert "Detector.links.Errors" not in counted


def test_the_real_judge_answers_as_before() -> None:
    verdict = judge(FINE, "", (), shipped_policy())
    assert replace(verdict, symbols=()).action == "publish"
