"""The model's file: a header that tells all about it, and one row of small weights a bucket.

Layout: magic, four bytes of length (little endian), that many bytes of JSON, then zlib data: for
each bucket `columns` bytes, each a weight + 128 (the first column, squared idf, has no offset).
Kept by the row because empty buckets then compress to nothing, and because a row is read at once.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MAGIC = b"GHIRBAL1"
OFFSET = 128


class ModelFileError(ValueError):
    """The file is not a model, is damaged, or was made for other features."""


@dataclass(frozen=True, slots=True)
class Expert:
    """One kind of text: opinion = scale * sum / length + bias; its gate likewise.

    `gate_shape` weighs log(1 + words), whether most words are Latin, whether there are pictures.
    """

    name: str
    scale: float
    bias: float
    gate_scale: float
    gate_bias: float
    gate_shape: Sequence[float]


@dataclass(frozen=True, slots=True)
class Action:
    """The expert behind `evidence`. `cuts` by script: raw scores of evidence 0, 1 and 2.

    `smoothing` is added to a window's squared length, so that a few words are not as sure as many.
    """

    scale: float
    bias: float
    cuts: Mapping[str, Sequence[float]]
    window: int = 24
    stride: int = 12
    smoothing: float = 0.0


@dataclass(frozen=True, slots=True)
class Header:
    """What the file tells of itself. `features` is the fingerprint of the code it was trained with,
    `report` the scores and counts of its training."""

    version: str
    features: str
    columns: int
    experts: Sequence[Expert]
    action: Action
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model as stored: the header, and `rows` (buckets x columns bytes)."""

    header: Header
    rows: bytes


def pack(file: ModelFile) -> bytes:
    """Bytes of a file; the same model always gives the same bytes."""
    header = {**asdict(file.header), "rows_sha256": hashlib.sha256(file.rows).hexdigest()}
    told = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return MAGIC + len(told).to_bytes(4, "little") + told + zlib.compress(file.rows, 9)


def unpack(data: bytes) -> ModelFile:
    """Read what `pack` wrote. Raises ModelFileError if the data is not that.

    >>> unpack(b"GHIRBAL0")
    Traceback (most recent call last):
    ghirbal.moderation.model.file.ModelFileError: not a model file: expected it to begin with GHIRBAL1
    """
    if not data.startswith(MAGIC):
        raise ModelFileError(f"not a model file: expected it to begin with {MAGIC.decode()}")
    begin = len(MAGIC) + 4
    end = begin + int.from_bytes(data[len(MAGIC) : begin], "little")
    try:
        told = json.loads(data[begin:end])
        rows = zlib.decompress(data[end:])
        header = _header(told)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise ModelFileError(f"damaged model file: {error}; train it again") from error
    if hashlib.sha256(rows).hexdigest() != told["rows_sha256"]:
        raise ModelFileError("damaged model file: the weights' hash is not the header's; train it again")
    return ModelFile(header, rows)


def _header(told: Mapping[str, Any]) -> Header:
    return Header(
        version=told["version"],
        features=told["features"],
        columns=told["columns"],
        experts=[Expert(**expert) for expert in told["experts"]],
        action=Action(**told["action"]),
        report=told["report"],
    )
