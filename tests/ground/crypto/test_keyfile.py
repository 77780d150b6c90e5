"""keys.json: private, complete or refused with a sentence."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huiyin.ground.crypto import CryptoError, KeyRing, create_keys, is_private, rotate_keys


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    create_keys(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_only_the_owner_can_read_it(keys: Path) -> None:
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    rotate_keys(keys)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert is_private(keys)
    keys.chmod(0o640)
    assert not is_private(keys)


def test_its_form_is_the_documented_one(keys: Path) -> None:
    content = json.loads(keys.read_text())
    assert content["current"] == "k1"
    assert content["keys"]["k1"]["suite"] == "aes"
    assert len(content["keys"]["k1"]["key"]) == len(content["index"]) == 44  # 32 bytes in base64


def test_an_existing_file_is_never_replaced(keys: Path) -> None:
    before = keys.read_bytes()
    with pytest.raises(CryptoError, match="never replaced"):
        create_keys(keys)
    assert keys.read_bytes() == before


def test_rotation_counts_on_and_leaves_no_draft(keys: Path) -> None:
    assert [rotate_keys(keys), rotate_keys(keys, suite_name="sm4"), rotate_keys(keys)] == ["k2", "k3", "k4"]
    content = json.loads(keys.read_text())
    assert content["current"] == "k4"
    assert [key["suite"] for key in content["keys"].values()] == ["aes", "aes", "sm4", "sm4"]
    assert [path.name for path in keys.parent.iterdir()] == ["keys.json"]


def test_two_files_share_no_key(keys: Path, tmp_path: Path) -> None:
    create_keys(tmp_path / "other.json")
    one, other = json.loads(keys.read_text()), json.loads((tmp_path / "other.json").read_text())
    assert one["keys"]["k1"]["key"] != other["keys"]["k1"]["key"]
    assert one["index"] != other["index"]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CryptoError, match="restore your backup"):
        KeyRing.load(tmp_path / "keys.json")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"current": "k1"}', b'{"keys": 3}']
)
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(CryptoError, match="damaged; restore your backup"):
        KeyRing.load(path)


def _set(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = to

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("current", to="k9"),
        _set("current", to=["k1"]),
        _set("keys", "k1", to="x"),
        _set("keys", "k1", "key", to="AAAA"),
        _set("keys", "k1", "key", to="not base64!"),
        _set("keys", "k1", "key", to=7),
        _set("keys", "k1", "suite", to="sm4"),  # a 32-byte key is none of SM4's
        _set("keys", "k1", "suite", to="rot13"),
        _set("index", to="AAAA"),
        _set("index_suite", to="rot13"),
        _set("keys", "王", to={"suite": "aes", "key": "A" * 43 + "="}),
    ],
)
def test_a_changed_file_is_refused(keys: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(keys.read_text())
    change(content)
    keys.write_text(json.dumps(content))
    with pytest.raises(CryptoError):
        KeyRing.load(keys)


def test_the_message_never_shows_a_key(keys: Path) -> None:
    content = json.loads(keys.read_text())
    content["current"] = "k9"
    keys.write_text(json.dumps(content))
    with pytest.raises(CryptoError) as caught:
        KeyRing.load(keys)
    assert content["keys"]["k1"]["key"] not in f"{caught.value}"
