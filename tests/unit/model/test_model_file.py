"""The file: read back as written, refused when damaged, and self-describing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ghirbal.moderation.model.abuse import MODEL_PATH, load
from ghirbal.moderation.model.file import MAGIC, ModelFileError, mapped, pack, unpack
from ghirbal.moderation.model.spam import SPAM_PATH
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


@pytest.mark.parametrize("place", [0, 10, 40])
def test_a_mapped_file_of_another_form_is_refused(place: int, tmp_path: Path) -> None:
    data = bytearray(pack(small_file()))
    data[place] ^= 0x55
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(ModelFileError):
        mapped(tmp_path / "model.bin")


@pytest.mark.parametrize("cut", [1, 500_000])
def test_a_mapped_file_that_lost_its_end_is_refused(cut: int, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(pack(small_file())[:-cut])
    with pytest.raises(ModelFileError, match="bytes of weights"):
        mapped(tmp_path / "model.bin")


@pytest.mark.parametrize("path", [MODEL_PATH, SPAM_PATH])
def test_the_weights_of_a_shipped_file_are_those_of_its_hash(path: Path) -> None:
    assert unpack(path.read_bytes()).rows == bytes(mapped(path).rows)


def test_the_shipped_file_tells_what_it_is() -> None:
    header = load().header
    assert len(header.version) == 12
    assert header.report["texts"]["omcd"] > 1000
    assert 0.7 < header.report["cross_fitted_macro_f1"]["omcd arabic"] < 1
    for nothing, hold, reject in header.action.cuts.values():
        assert nothing < hold < reject
