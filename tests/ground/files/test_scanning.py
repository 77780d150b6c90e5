"""S-28: the scanner hook against a server that speaks clamd's INSTREAM over a real socket."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.channels.spreadsheets.table import read_table
from huiyin.ground.files import scanning
from huiyin.ground.files.audio import clean_audio
from huiyin.ground.files.images import clean_image
from huiyin.ground.files.refused import FileInfected, FileNotLookedAt, FileRefused
from huiyin.ground.files.scanning import ScanResult, answers, scan
from tests.clamd import EICAR, Clamd, listening, nobody_listens

READERS = [clean_image, clean_audio, read_table]
"""The three ways bytes of strangers are read at all (test_every_reader_asks_first)."""


@pytest.fixture(autouse=True)
def no_silence() -> Iterator[None]:
    scanning.forget_silence()
    yield
    scanning.forget_silence()


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with listening() as found:
        yield found


def test_off_by_default() -> None:
    assert scan(EICAR, address="") is ScanResult.UNSCANNED


def test_clean_files_pass_and_infected_ones_are_refused(clamd: Clamd) -> None:
    assert scan(b"photo" * 100_000, address=clamd.address) is ScanResult.CLEAN
    assert clamd.seen == [b"photo" * 100_000], "whole, in chunks of 64 kB"
    with pytest.raises(FileInfected):
        scan(b"x" * 70_000 + EICAR, address=clamd.address)


def test_a_unix_socket_is_spoken_to_as_well(tmp_path: Path) -> None:
    with listening(tmp_path / "clamd.ctl") as clamd:
        assert answers(clamd.address)
        assert scan(b"photo", address=clamd.address) is ScanResult.CLEAN
        with pytest.raises(FileInfected):
            scan(EICAR, address=clamd.address)


@pytest.mark.parametrize("mood", ["limit", "hang-up", "garbage"])
def test_an_unclear_answer_means_quarantine(clamd: Clamd, mood: str) -> None:
    clamd.mood = mood
    assert scan(b"photo" * 100_000, address=clamd.address) is ScanResult.QUARANTINED
    assert not answers(clamd.address)


@pytest.mark.parametrize("mood", ["hang", "drip"])
def test_a_scanner_that_takes_too_long_has_not_answered(
    clamd: Clamd, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "TIMEOUT_S", 0.3)
    clamd.mood, begun = mood, time.monotonic()
    assert scan(b"photo", address=clamd.address) is ScanResult.QUARANTINED
    assert time.monotonic() - begun < 2
    clamd.mood, asked = "well", len(clamd.seen)
    assert scan(b"photo", address=clamd.address) is ScanResult.QUARANTINED, "nobody waits twice at once"
    assert len(clamd.seen) == asked
    scanning.forget_silence()
    assert scan(b"photo", address=clamd.address) is ScanResult.CLEAN


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:nonsense", "nonsense"])
def test_a_scanner_that_is_down_means_quarantine(address: str) -> None:
    result = scan(b"photo", address=address)
    assert result is ScanResult.QUARANTINED
    assert not result.may_be_served


def test_a_closed_port_means_quarantine() -> None:
    assert scan(b"x", address=nobody_listens()) is ScanResult.QUARANTINED


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_asks_first(reader, clamd: Clamd, settings) -> None:
    settings.CLAMD = clamd.address
    with pytest.raises(FileInfected):
        reader(b"\xff\xd8" + EICAR)
    with pytest.raises(FileRefused) as unread:  # asked and clean: only then it is found to be none
        reader(b"\xff\xd8\x00 no file at all")
    assert not isinstance(unread.value, FileInfected | FileNotLookedAt)
    clamd.mood = "garbage"
    with pytest.raises(FileNotLookedAt):
        reader(b"\xff\xd8\x00 no file at all")
    assert len(clamd.seen) == 3
