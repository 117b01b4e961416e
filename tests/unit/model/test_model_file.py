"""The file: read back as written, refused when damaged, and self-describing."""

from __future__ import annotations

import pytest

from ghirbal.moderation.model.abuse import load
from ghirbal.moderation.model.file import MAGIC, ModelFileError, pack, unpack
from tests.unit.model.small import small_file


def test_what_was_packed_is_unpacked() -> None:
    file = unpack(pack(small_file()))
    assert file.rows == small_file().rows
    assert file.header.experts[0].name == "first"
    assert list(file.header.action.cuts["latin"]) == [0.0, 1.0, 2.0]


def test_the_same_model_makes_the_same_bytes() -> None:
    assert pack(small_file()) == pack(small_file())


@pytest.mark.parametrize("place", [10, 200, -40, -3])
def test_a_damaged_file_is_refused(place: int) -> None:
    data = bytearray(pack(small_file()))
    data[place] ^= 0x55
    with pytest.raises(ModelFileError):
        unpack(bytes(data))


def test_a_short_file_is_refused() -> None:
    with pytest.raises(ModelFileError):
        unpack(MAGIC + b"\x02")


def test_the_shipped_file_tells_what_it_is() -> None:
    header = load().header
    assert len(header.version) == 12
    assert header.report["texts"]["omcd"] > 1000
    assert 0.7 < header.report["cross_fitted_macro_f1"]["omcd arabic"] < 1
    for nothing, hold, reject in header.action.cuts.values():
        assert nothing < hold < reject
