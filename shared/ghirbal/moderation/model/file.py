"""The model's file: a header that tells all about it, and one row of small weights a bucket.

Layout: magic, four bytes of length (little endian), that many bytes of JSON, then for each bucket
`columns` bytes, each a weight + 128 (the first column, squared idf, has no offset). Nothing is
compressed: the service maps the file and reads the rows of the words it meets, some hundred of
262,144, where to inflate, hash and widen all of them took half of a process's first judgement. A layer
and a repository compress it themselves, to a fifth.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

MAGIC = b"GHIRBAL2"
OFFSET = 128


class ModelFileError(ValueError):
    """The file is not a model, is damaged, or was made for other features."""


class Expert(NamedTuple):
    """One kind of text: opinion = scale * sum / length + bias; its gate likewise.

    `gate_shape` weighs log(1 + words), whether most words are Latin, whether there are pictures.
    """

    name: str
    scale: float
    bias: float
    gate_scale: float
    gate_bias: float
    gate_shape: Sequence[float]


class Action(NamedTuple):
    """The expert behind `evidence`. `cuts` by script: raw scores of evidence 0, 1 and 2.

    `smoothing` is added to a window's squared length, so that a few words are not as sure as many.
    """

    scale: float
    bias: float
    cuts: Mapping[str, Sequence[float]]
    window: int = 24
    stride: int = 12
    smoothing: float = 0.0


class Header(NamedTuple):
    """What the file tells of itself. `features` is the fingerprint of the code it was trained with,
    `report` the scores and counts of its training."""

    version: str
    features: str
    columns: int
    experts: Sequence[Expert]
    action: Action
    report: Mapping[str, Any]


class ModelFile(NamedTuple):
    """A model as stored: the header, and `rows` (buckets x columns bytes), in memory or mapped."""

    header: Header
    rows: bytes | memoryview


def pack(file: ModelFile) -> bytes:
    """Bytes of a file; the same model always gives the same bytes."""
    rows = bytes(file.rows)
    checked = {"rows_sha256": hashlib.sha256(rows).hexdigest(), "rows_bytes": len(rows)}
    header = json.dumps(
        _plain(file.header) | checked, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    told = header.encode()
    return MAGIC + len(told).to_bytes(4, "little") + told + rows


def _plain(header: Header) -> dict[str, Any]:
    """The header as names and values, its parts likewise."""
    parts = {"experts": [expert._asdict() for expert in header.experts], "action": header.action._asdict()}
    return header._asdict() | parts


def unpack(data: bytes) -> ModelFile:
    """Read what `pack` wrote, and compare the weights with the header's hash. Raises ModelFileError if they differ.

    >>> unpack(b"GHIRBAL0")
    Traceback (most recent call last):
    ghirbal.moderation.model.file.ModelFileError: not a model file: expected it to begin with GHIRBAL2
    """
    told, rows = _parts(memoryview(data))
    if hashlib.sha256(rows).hexdigest() != told["rows_sha256"]:
        raise ModelFileError("damaged model file: the weights' hash is not the header's; train it again")
    return ModelFile(_header(told), bytes(rows))


def mapped(path: Path) -> ModelFile:
    """The model of a file, its rows left where they are until they are asked for.

    Raises ModelFileError for a file of another format or size, OSError if there is none. The weights' hash is not
    reckoned: a test does so for the shipped files, since 4.7 MB take 10 ms.
    """
    with path.open("rb") as file:
        told, rows = _parts(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    return ModelFile(_header(told), rows)


def _parts(data: memoryview) -> tuple[Mapping[str, Any], memoryview]:
    """The header as JSON, and the rows."""
    if data[: len(MAGIC)] != MAGIC:
        raise ModelFileError(f"not a model file: expected it to begin with {MAGIC.decode()}")
    begin = len(MAGIC) + 4
    end = begin + int.from_bytes(data[len(MAGIC) : begin], "little")
    try:
        told: Mapping[str, Any] = json.loads(bytes(data[begin:end]))
        expected = told["rows_bytes"], told["rows_sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFileError(f"damaged model file: {error}; train it again") from error
    if len(data) - end != expected[0]:
        raise ModelFileError(
            f"damaged model file: {len(data) - end} bytes of weights, expected {expected[0]}; train it again"
        )
    return told, data[end:]


def _header(told: Mapping[str, Any]) -> Header:
    """The header's own form. Raises ModelFileError for one that lacks something."""
    try:
        return _filled(told)
    except (KeyError, TypeError) as error:
        raise ModelFileError(f"damaged model file: {error}; train it again") from error


def _filled(told: Mapping[str, Any]) -> Header:
    return Header(
        version=told["version"],
        features=told["features"],
        columns=told["columns"],
        experts=[Expert(**expert) for expert in told["experts"]],
        action=Action(**told["action"]),
        report=told["report"],
    )
