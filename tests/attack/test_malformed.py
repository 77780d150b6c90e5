"""S-80: whatever is sent to a form or an operation, the answer is a sentence and no error of the program."""

from __future__ import annotations

import json
import os
from itertools import count

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attack.payloads import LINES, ODD, SQL
from tests.matrix.writes import ALL, API, new_key

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("HUIYIN_MALFORMED_EXAMPLES", "10000"))
"""Requests of the long test."""
FORM, PARTS, JSON = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"
RAW = (
    (FORM, b"words=%ff%fe&key=" + b"a" * 36), (FORM, "words=路灯".encode("gbk")), (FORM, b"words=%ED%A0%80"),
    (FORM, b"&" * 3_000),
    (FORM, b"=&=&==&%"), (f"{FORM}; charset=utf-7", b"words=+AGEAYg-"),
    (f"{FORM}; charset=nonsense", b"words=a"),
    (FORM, b"&".join(b"a%d=1" % n for n in range(3_000))), (FORM, b"words=" + b"a" * 1_100_000),
    (PARTS, b""), (PARTS, b"--b"),
    (PARTS, b"--b\r\nContent-Disposition: form-data; name=words\r\n\r\na"), ("multipart/form-data", b"--b--"),
    (PARTS, b"--b\r\nContent-Disposition: form-data; name=a; filename*=utf-8''%ff%00\r\n\r\na\r\n--b--"),
    (PARTS, b"--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n%"),
    (PARTS, b"--b\r\n" + b"X: y\r\n" * 5_000 + b"\r\n"), ("text/plain", b"words=a"), ("", b"words=a"),
    ("a/b; =;", b"\0" * 100),
    (JSON, b""), (JSON, b"{"), (JSON, b"[" * 50_000), (JSON, b'{"a":' * 20_000 + b"1" + b"}" * 20_000),
    (JSON, b"null"), (JSON, b"[]"), (JSON, b'""'),
    (JSON, b'{"content":"\\ud800"}'), (JSON, b'{"content":"\\u0000"}'), (JSON, b'{"content":"\xff"}'),
    (JSON, '{"content":"灯"}'.encode("gbk")),
    (JSON, b'{"content":1e400}'), (JSON, b'{"content":NaN}'), (JSON, b'{"content":' + b"9" * 5_000 + b"}"),
    (JSON, b'{"content":"a","content":[]}'),
    (JSON, b"\xef\xbb\xbf{}"), (JSON, "{}".encode("utf-16")),
    (JSON, b'{"content":"' + b"a" * 1_100_000 + b'"}'), (JSON, b"0"), (JSON, b"{}{}"),
)  # fmt: skip
"""Bodies that are no form and no JSON, or hardly: encodings, lone surrogates, depth, length, broken parts."""
SAID = (*ODD, *LINES, *SQL[::25])
SHAPES = (None, [], {}, [[]], {"a": {}}, True, -1, 1e308, 10**30, ["a"] * 300, [None], {"": ""})
"""What JSON can say where a program expects words."""


def answered(sender, write, path, *, said=None, raw=None):
    """The status of the write with its words replaced, or of a raw body."""
    headers = {"Idempotency-Key": new_key()}
    if write in API and write.who in sender.world.tokens:
        headers["Authorization"] = f"Bearer {sender.world.tokens[write.who]}"
    client = Client(raise_request_exception=False, headers=headers)
    client.cookies = sender.world.clients.get(write.who, client).cookies
    if raw is not None:
        return client.generic("POST", path, raw[1], content_type=raw[0]).status_code
    if write in API:
        return client.post(path, json.dumps(said), content_type=JSON).status_code
    return client.post(path, said).status_code


def replaced(write, world, draw):
    """Its fields, each kept, replaced, left out or doubled as `draw` says."""
    found = {}
    for name, value in {**write.data(world), "version": "1"}.items():
        how = draw(("keep", "replace", "replace", "leave", "double"))
        if how == "keep":
            found[name] = value
        elif how != "leave":
            new = draw(SAID) if write not in API or draw((True, False)) else draw(SHAPES)
            found[name] = new if how == "replace" else [new, new]
    return found


@pytest.mark.parametrize("step", [16, pytest.param(1, marks=pytest.mark.long)])
def test_bodies_that_are_none_get_a_sentence(sender, undone, step):
    """Every raw body to every ninth write in turn; the long test sends all to all."""
    wrong, numbers = [], count()
    for write in ALL[::step]:
        with undone():
            path = sender.address(write)
            for raw in RAW if step == 1 else [RAW[next(numbers) % len(RAW)], RAW[next(numbers) % len(RAW)]]:
                status = answered(sender, write, path, raw=raw)
                wrong += [(write.name, raw[0], raw[1][:60], status)] if status >= 500 or status == 201 else []
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("examples", [12, pytest.param(EXAMPLES, marks=pytest.mark.long)])
def test_words_nobody_types_get_a_sentence(sender, undone, examples):
    """Any write, any of its fields left out, doubled, or holding anything; each try is undone."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def send(data):
        write = data.draw(st.sampled_from(ALL))
        with undone():
            path = sender.address(write, write.before(sender.world))
            said = replaced(write, sender.world, lambda choices: data.draw(st.sampled_from(choices)))
            assert answered(sender, write, path, said=said) < 500, (write.name, said)

    send()
