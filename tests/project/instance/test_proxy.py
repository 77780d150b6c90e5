"""Forwarded headers are believed from named proxies only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.project.instance.proxy import FORWARDED, TrustedProxy

FORGED = {
    "HTTP_X_FORWARDED_FOR": "1.2.3.4",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
}


def seen(networks, **environ):
    """What the application sees."""
    TrustedProxy(lambda _environ, _start: [], networks)(
        environ := {"wsgi.url_scheme": "http"} | environ, None
    )
    assert not set(FORWARDED) & set(environ)
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]


@pytest.mark.parametrize("networks", [[], ["10.0.0.0/8"]])
def test_a_stranger_is_not_believed(networks):
    assert seen(networks, REMOTE_ADDR="203.0.113.9", **FORGED) == ("203.0.113.9", "http")


def test_a_named_proxy_is_believed():
    assert seen(["10.0.0.0/8"], REMOTE_ADDR="10.1.1.1", **FORGED) == ("1.2.3.4", "https")


def test_the_client_cannot_write_the_first_hop():
    hops = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9, 10.2.2.2"}
    assert seen(["10.0.0.0/8"], REMOTE_ADDR="10.1.1.1", **hops) == ("203.0.113.9", "http")


@given(st.text(), st.text(), st.text())
def test_any_header_is_survived(address, hops, scheme):
    headers = {"HTTP_X_FORWARDED_FOR": hops, "HTTP_X_FORWARDED_PROTO": scheme}
    assert seen(["10.0.0.0/8"], REMOTE_ADDR=address, **headers)[1] in ("http", "https")
