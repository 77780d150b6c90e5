"""Sealing, rotation and blind indexes, the same for every suite (S-105)."""

import itertools
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.ground import crypto
from huiyin.ground.crypto import CryptoError, KeyRing, UnknownKeyError, create_keys, rotate_keys
from huiyin.ground.crypto.suites import SUITES

AAD = "people_contactpoint/number/0190"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.fixture(params=SUITES)
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    create_keys(path, suite_name=request.param)
    return path


@pytest.fixture(scope="module")
def one_ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    create_keys(path)
    return KeyRing.load(path)


@pytest.fixture
def ring(keys: Path) -> KeyRing:
    return KeyRing.load(keys)


@pytest.mark.parametrize("suite_name", SUITES)
@settings(max_examples=60)
@given(plain=TEXTS, aad=TEXTS)
def test_what_is_sealed_can_be_read_only_in_its_place(
    suite_name: str, tmp_path_factory: pytest.TempPathFactory, plain: str, aad: str
) -> None:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    create_keys(path, suite_name=suite_name)
    ring = KeyRing.load(path)
    blob = ring.seal(plain, aad=aad)
    assert ring.unseal(blob, aad=aad) == plain
    assert ring.unseal(memoryview(blob), aad=aad) == plain  # type: ignore[arg-type]  # as psycopg may give it
    with pytest.raises(CryptoError):
        ring.unseal(blob, aad=aad + "x")


def test_the_same_text_never_looks_the_same(ring: KeyRing) -> None:
    blobs = {ring.seal("13800138000", aad=AAD) for _ in range(1_000)}
    assert len(blobs) == 1_000
    assert not any(b"13800138000" in blob for blob in blobs)


def test_every_altered_byte_is_noticed(ring: KeyRing) -> None:
    blob = ring.seal("13800138000", aad=AAD)
    for place in range(len(blob)):
        altered = bytearray(blob)
        altered[place] ^= 1
        with pytest.raises(CryptoError):
            ring.unseal(bytes(altered), aad=AAD)


def test_every_cut_is_noticed(ring: KeyRing) -> None:
    blob = ring.seal("13800138000", aad=AAD)
    for length in range(len(blob)):
        with pytest.raises(CryptoError):
            ring.unseal(blob[:length], aad=AAD)


@given(blob=st.binary(max_size=60))
def test_bytes_of_any_kind_are_refused_not_crashed_on(one_ring: KeyRing, blob: bytes) -> None:
    with pytest.raises(CryptoError):
        one_ring.unseal(blob, aad=AAD)


def test_another_installation_cannot_read_it(ring: KeyRing, tmp_path: Path) -> None:
    blob = ring.seal("13800138000", aad=AAD)
    create_keys(tmp_path / "other.json")
    other = KeyRing.load(tmp_path / "other.json")
    with pytest.raises(CryptoError):
        other.unseal(blob, aad=AAD)
    assert other.blind_index("phone", "1") != ring.blind_index("phone", "1")


def test_the_index_finds_equals_and_keeps_kinds_apart(ring: KeyRing) -> None:
    index = ring.blind_index("phone", "13800138000")
    assert len(index) == 16
    assert index == ring.blind_index("phone", "13800138000")
    others = [("tail", "13800138000"), ("phone", "13800138001"), ("phon", "e13800138000"), ("phone", "")]
    assert index not in {ring.blind_index(*other) for other in others}


def test_a_lone_surrogate_is_refused(ring: KeyRing) -> None:
    with pytest.raises(CryptoError, match="surrogate"):
        ring.seal("\ud800", aad=AAD)
    with pytest.raises(CryptoError, match="surrogate"):
        ring.blind_index("phone", "\ud800")


@pytest.mark.parametrize("steps", list(itertools.product(SUITES, repeat=2)))
def test_rotation_leaves_nothing_unreadable(keys: Path, steps: tuple[str, str]) -> None:
    sealed, indexes = [], set()
    for step in (None, *steps):
        if step:
            rotate_keys(keys, suite_name=step)
        ring = KeyRing.load(keys)
        sealed += [ring.seal(str(number), aad=str(number)) for number in range(100)]
        indexes.add(ring.blind_index("phone", "13800138000"))
    assert [ring.unseal(blob, aad=str(place % 100)) for place, blob in enumerate(sealed)] == [
        str(place % 100) for place in range(300)
    ]
    assert [ring.is_current(blob) for blob in sealed] == [False] * 200 + [True] * 100
    assert len(indexes) == 1


def test_a_value_cannot_be_relabelled_to_another_key(keys: Path) -> None:
    blob = KeyRing.load(keys).seal("13800138000", aad=AAD)
    rotate_keys(keys)
    with pytest.raises(CryptoError):
        KeyRing.load(keys).unseal(blob.replace(b"k1", b"k2", 1), aad=AAD)


def test_a_missing_key_is_named(keys: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.json"
    copy.write_bytes(keys.read_bytes())
    rotate_keys(keys)
    blob = KeyRing.load(keys).seal("13800138000", aad=AAD)
    with pytest.raises(UnknownKeyError, match="k2"):
        KeyRing.load(copy).unseal(blob, aad=AAD)


def test_a_running_process_learns_of_a_rotation_by_another(keys: Path) -> None:
    with override_settings(HUIYIN_KEYS_FILE=str(keys)):
        old = crypto.seal("old", aad=AAD)
        rotate_keys(keys)
        new = KeyRing.load(keys).seal("new", aad=AAD)
        assert crypto.unseal(new, aad=AAD) == "new"
        assert crypto.unseal(old, aad=AAD) == "old"
        assert crypto.seal("now", aad=AAD).startswith(b"\x02k2")
        assert crypto.blind_index("phone", "1") == KeyRing.load(keys).blind_index("phone", "1")
