"""Files are served so that no name and no content can act."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ground.files.headers import file_headers, safe_name

HOSTILE = [
    "<svg onload=alert(1)>.jpg",
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=1.png",
    "\u202egpj.exe",
    "\0",
    "名" * 300 + ".jpg",
    'a".jpg',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_become_plain(name: str) -> None:
    shown = safe_name(name)
    assert 0 < len(shown) <= 80
    assert not re.search(r'[\x00-\x1f\u202e/\\<>"]', shown)
    assert ".." not in shown.split(".")[0]


@given(st.text(max_size=300))
def test_every_name_gives_one_ascii_header_line(name: str) -> None:
    header = file_headers(name, "image/jpeg")["Content-Disposition"]
    found = re.fullmatch(r"inline; filename=\"([ -~]+)\"; filename\*=UTF-8''([A-Za-z0-9_.~%-]+)", header)
    assert found
    assert '"' not in found[1]
    assert unquote(found[2]) == safe_name(name)


def test_only_cleaned_pictures_are_shown_in_the_page() -> None:
    assert file_headers("a.jpg", "image/jpeg")["Content-Disposition"].startswith("inline")
    for mime in ("audio/webm", "image/svg+xml", "text/html", "application/pdf", "image/png"):
        headers = file_headers("a", mime)
        assert headers["Content-Disposition"].startswith("attachment")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]  # default-src does not cover it


def test_a_forged_type_becomes_bytes() -> None:
    assert file_headers("a", "text/html\r\nX: y")["Content-Type"] == "application/octet-stream"
